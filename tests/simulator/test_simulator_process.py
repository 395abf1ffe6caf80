"""Start, restart, end: the process around HPMS."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from hpms_sync.simulator import play
from hpms_sync.simulator.process import (
    PACKAGE_ROOT,
    SimulatorProcess,
    SimulatorRefusedError,
    call_control,
)

from .conftest import RESOLVE, TODAY, Plan


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_what_was_uploaded_survives_a_restart(end):
    with SimulatorProcess(complaints=60, today=TODAY) as hpms:
        complaint_id = hpms.case("due_today_plain")
        plan = Plan(hpms.url, hpms.key).sign_in()
        plan.upload(complaint_id, caseworkNotes="Closed before the restart.", **RESOLVE)
        before = plan.download()
        getattr(hpms, end)()
        hpms.start()
        plan_again = Plan(hpms.url, hpms.key)
        plan_again.headers = plan.headers  # the token survives as well
        assert plan_again.download() == before
        assert before[complaint_id]["RESOLUTION_DATE"] == "03/16/2026"
        assert hpms.times_applied(complaint_id, "Closed before the restart.") == 1


def test_fresh_forgets_the_state(tmp_path):
    with SimulatorProcess(complaints=5, state=tmp_path) as hpms:
        hpms.cms("remove_record", hpms.case("overdue_immediate"))
        assert sum(hpms.control("GET", "summary")["contracts"].values()) == 4
    with SimulatorProcess(complaints=5, state=tmp_path, arguments=["--fresh"]) as hpms:
        assert sum(hpms.control("GET", "summary")["contracts"].values()) == 5


def test_it_refuses_a_state_folder_in_use_and_a_port_in_use(tmp_path):
    with SimulatorProcess(complaints=0, state=tmp_path) as hpms:
        with pytest.raises(SimulatorRefusedError, match="Another HPMS simulator is running"):
            SimulatorProcess(state=tmp_path).start()
        port = int(hpms.url.rpartition(":")[2])
        with pytest.raises(SimulatorRefusedError, match="Choose another --port"):
            SimulatorProcess(complaints=0, port=port).start()


def wait_until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_even_while_a_call_hangs(tmp_path, signum):
    command = [sys.executable, "-m", "hpms_sync.simulator", "--port", "0", "--complaints", "3"]
    process = subprocess.Popen(
        [*command, "--json"],
        cwd=PACKAGE_ROOT,
        env={**os.environ, "CTM_DATA_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    first = process.stdout.readline()
    assert first.startswith("HPMS simulator listening on http://127.0.0.1:")
    assert json.loads(process.stdout.readline())["url"] == first.split()[-1]
    url = first.split()[-1]
    call_control(url, "POST", "faults", {"endpoint": "token", "kind": "hang", "seconds": 60})
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as hanging:
        hanging.sendall(b"POST /api/idm/oauth/AMMtoken HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
        wait_until(lambda: call_control(url, "GET", "journal")["calls"])
        process.send_signal(signum)
        _, error = process.communicate(timeout=10)
    assert (process.returncode, error) == (0, "")
    assert (tmp_path / "simulator" / "simulator.sqlite3").exists()


def test_wrong_arguments_are_exit_status_2():
    command = [sys.executable, "-m", "hpms_sync.simulator", "--complaints", "many"]
    done = subprocess.run(command, cwd=PACKAGE_ROOT, capture_output=True, check=False)
    assert done.returncode == 2


def test_many_plans_can_call_at_once(hpms):
    complaint_id = hpms.case("due_tomorrow_no_level")

    def work(number):
        plan = Plan(hpms.url, hpms.key).sign_in()
        return plan.upload(complaint_id, caseworkNotes=f"Note {number}.")

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(16))) == {"Casework Saved"}
    notes = hpms.record(complaint_id)["PLAN_CASEWORK_NOTES"]
    assert all(f"Note {number}." in notes for number in range(16))


def run_play(hpms, capsys, *arguments):
    status = play.main([*arguments, "--url", hpms.url])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def test_cms_can_be_played_from_the_command_line(hpms, capsys):
    complaint_id = hpms.case("resolved_yesterday")
    assert run_play(hpms, capsys, "reopen", complaint_id)[0] == 0
    assert run_play(hpms, capsys, "change-level", complaint_id, "Urgent")[0] == 0
    assert run_play(hpms, capsys, "file-request", complaint_id, "issue-level")[0] == 0
    assert run_play(hpms, capsys, "reject-request", complaint_id, "issue_level")[0] == 0
    assert run_play(hpms, capsys, "comment", complaint_id, "Call again.")[0] == 0
    assert run_play(hpms, capsys, "reassign", complaint_id, "H5678")[0] == 0
    assert run_play(hpms, capsys, "set", complaint_id, "ALT_PHONE=(603) 555-0199")[0] == 0
    record = hpms.record(complaint_id)
    assert (record["RESOLUTION_DATE"], record["ISSUE_LEVEL"]) == ("", "Urgent")
    assert record["ISSUE_LEVEL_CHANGE_REQUESTS"] == "Rejected"
    assert (record["CONTRACT_ID"], record["ALT_PHONE"]) == ("H5678", "(603) 555-0199")
    assert "Call again." in record["COMMENTS"]
    _, out, _ = run_play(hpms, capsys, "resolve", complaint_id, "--json")
    assert json.loads(out)["record"]["RESOLUTION_DATE"] == "03/16/2026"
    assert "due_today_plain" in run_play(hpms, capsys, "cases")[1]


def test_the_command_line_says_why_not(hpms, capsys):
    status, _, error = run_play(hpms, capsys, "reopen", "C0000000000")
    assert (status, error) == (1, "HPMS holds no complaint with this id\n")
    assert play.main(["--url", "http://127.0.0.1:1", "cases"]) == 1
    assert "No HPMS simulator answers at http://127.0.0.1:1" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        play.main(["approve-request", "C2590000001", "lunch"])
    assert ended.value.code == 2
