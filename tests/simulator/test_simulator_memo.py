"""What the memo says, statement by statement, and the tests that hold the simulator to it.

A: Appendix A (download layout), B: Appendix B (upload layout), C: Appendix C (API) of CMS's memo of
September 22, 2025. 2024: CMS's memo of September 6, 2024 on API keys.
"""

import ast
from pathlib import Path

import pytest

STATEMENTS: list[tuple[str, str, list[str]]] = [
    (
        "C 1.1",
        "A POST to /api/idm/oauth/AMMtoken gives accessToken and expires, 3600 seconds",
        ["token::test_it_gives_a_token_that_opens_a_download"],
    ),
    (
        "C 1.4 note 1",
        "401 'Authorization failed' when the access token is incorrect or has expired",
        [
            "token::test_it_refuses_calls_without_token_or_with_another_keys_id",
            "token::test_it_refuses_an_expired_token_and_takes_a_new_one",
            "token::test_it_ends_a_token_after_its_seconds_and_takes_field_names_and_keys_from_flags",
        ],
    ),
    (
        "C 1.4 note 2",
        "401 when X-API-CONSUMER-ID is not included or its value is incorrect",
        [
            "token::test_it_refuses_a_call_without_the_consumer_id_header",
            "token::test_it_refuses_calls_without_token_or_with_another_keys_id",
        ],
    ),
    (
        "C 1.4, 1.6",
        "Calls are POSTs of Content-Type application/json",
        [
            "token::test_it_answers_health_and_only_post_on_the_api",
            "token::test_it_refuses_a_body_that_is_not_declared_json",
        ],
    ),
    (
        "C 1.3",
        "Every download parameter is required",
        ["download::test_it_refuses_a_missing_key"],
    ),
    (
        "C 1.3",
        "complaintStatus: '' or '0,1' all, '0' open, '1' resolved",
        [
            "download::test_status_picks_open_resolved_or_all",
            "download::test_it_refuses_a_value_that_is_not_allowed",
        ],
    ),
    (
        "C 1.3",
        "contracts: one or several separated by commas; all contracts when empty",
        [
            "download::test_contracts_is_a_comma_separated_list",
            "download::test_blank_contracts_means_all_of_the_keys",
        ],
    ),
    (
        "C 1.3",
        "dateFrom defaults to 90 days from today when empty",
        [
            "download::test_blank_date_from_means_90_days_before_today",
            "download::test_an_old_case_still_open_needs_an_explicit_date_from",
        ],
    ),
    (
        "C 1.3",
        "dateTo defaults to today when empty",
        ["download::test_blank_date_to_means_today"],
    ),
    (
        "C 1.3",
        "Dates are any date in yyyy-mm-dd string format",
        ["download::test_it_refuses_a_value_that_is_not_allowed"],
    ),
    (
        "C 1.3",
        "limitToAttachment: boolean or empty; only complaints that have an attachment",
        ["download::test_it_can_be_limited_to_attachments"],
    ),
    (
        "C 1.3",
        "limitToRequests: boolean or empty; only complaints with answered plan requests",
        ["download::test_it_can_be_limited_to_answered_requests"],
    ),
    (
        "C 1.4",
        "Type errors: 'Parameter: contracts type mismatch. Expected: string Actual: number'",
        ["download::test_it_refuses_a_wrong_type_in_the_memos_words"],
    ),
    (
        "C 1.4",
        "'Internal Server Error' is a third answer",
        ["faults::test_a_status_is_answered_and_nothing_saved"],
    ),
    (
        "A, C 1.4",
        "The record has 42 columns, named as in the sample, one with a slash",
        ["download::test_it_sends_a_bare_array_of_records_with_the_42_columns_in_order"],
    ),
    (
        "A",
        "Each column has a greatest length; COMPLAINT_ID is 11 and CONTRACT_ID 5 exactly",
        [
            "download::test_it_keeps_every_text_within_its_length",
            "data::test_max_lengths_fills_the_long_columns",
        ],
    ),
    (
        "C 1.4",
        "Dates read 06/26/2024; RESOLUTION_DATE of an open case is ''",
        ["download::test_dates_are_month_day_year_or_blank"],
    ),
    (
        "C 1.4",
        "An open case shows Unknown/Unable to Reach, Unknown/Unsure and a blank notification",
        ["download::test_open_cases_show_the_memos_defaults"],
    ),
    (
        "A",
        "COMPLAINT_TYPE is Beneficiary or Provider; flags are Yes or No",
        ["data::test_levels_flags_and_requests_all_occur"],
    ),
    (
        "A",
        "Request indicators are blank, Pending, Approved or Rejected",
        [
            "cms::test_a_filed_request_shows_as_pending",
            "cms::test_an_approved_level_request_changes_the_level_and_restarts_the_clock",
            "cms::test_a_rejected_request_leaves_the_clock_and_gives_instructions",
        ],
    ),
    (
        "A",
        "RESOLUTION_NOTIFICATION: Unknown, Telephone, Written, Telephone and Written, None",
        [
            "effects::test_the_words_of_the_download_stand_for_the_letters_of_the_upload",
            "effects::test_resolving_stamps_today_and_makes_the_note_the_summary",
        ],
    ),
    (
        "A",
        "COMMENTS holds CMS, plan and system-generated comments",
        [
            "effects::test_comments_are_appended_for_cms",
            "cms::test_a_comment_is_stamped_with_cms",
            "cms::test_reassigning_moves_it_and_sets_the_assignment_date",
        ],
    ),
    (
        "A",
        "PLAN_CASEWORK_NOTES holds 10,000 characters",
        ["effects::test_the_notes_field_is_cut_at_10000_characters_oldest_text_first"],
    ),
    (
        "B, C 1.5",
        "The complaint must already exist; else 'The specified case does not exist.'",
        [
            "upload::test_it_answers_each_line_with_its_number_and_not_in_the_order_sent",
            "upload::test_a_case_of_a_contract_outside_the_key_does_not_exist",
        ],
    ),
    (
        "C 1.5",
        "Every key is required, with null for blank",
        [
            "upload::test_it_refuses_a_missing_key_and_saves_nothing",
            "upload::test_it_refuses_numbers_for_strings_and_blank_for_null",
        ],
    ),
    (
        "C 1.6",
        "Several items in one call",
        [
            "upload::test_it_takes_an_array_or_the_wrapper_key_but_not_a_bare_item",
            "upload::test_one_bad_line_does_not_stop_the_others",
        ],
    ),
    (
        "C 1.6",
        "Status lists line, complaintId and message; line 2 may come before line 1; code 200",
        ["upload::test_it_answers_each_line_with_its_number_and_not_in_the_order_sent"],
    ),
    (
        "B",
        "Casework Notes are required, 4,000 characters",
        [
            "upload::test_notes_are_required_within_4000_and_without_restricted_characters",
        ],
    ),
    (
        "B",
        "Only new notes are included: what is sent is added to what is there",
        [
            "effects::test_a_note_is_stamped_and_the_newest_comes_first",
            "effects::test_identical_notes_are_all_kept",
        ],
    ),
    (
        "B",
        "The Casework Note becomes the Resolution Summary when the complaint is being resolved",
        [
            "effects::test_resolving_stamps_today_and_makes_the_note_the_summary",
            "effects::test_a_note_alone_leaves_the_resolution_fields_alone",
        ],
    ),
    (
        "B",
        "Resolve Complaint is Y or N",
        ["upload::test_the_matrix_of_resolve_satisfied_hpi_and_notification"],
    ),
    (
        "B",
        "Complainant Satisfied: Y, N or U with resolve Y; blank or U with resolve N",
        ["upload::test_the_matrix_of_resolve_satisfied_hpi_and_notification"],
    ),
    (
        "B",
        "HPI Related must be given with resolve Y",
        ["upload::test_the_matrix_of_resolve_satisfied_hpi_and_notification"],
    ),
    (
        "B",
        "Resolution Notification: given with resolve Y; 1, 2 or 3 when satisfied is Y or N",
        ["upload::test_the_matrix_of_resolve_satisfied_hpi_and_notification"],
    ),
    (
        "B",
        "Comments are optional, 4,000 characters, for CMS to see",
        [
            "upload::test_comments_hold_4000_characters",
            "effects::test_comments_are_appended_for_cms",
        ],
    ),
    (
        "B",
        "Agent/broker fields: lengths, NPN numeric, blank when N",
        ["upload::test_agent_broker_fields"],
    ),
    (
        "B",
        "Only complaints whose category allows agent/broker information are updated with it",
        [
            "effects::test_agent_data_is_kept_where_the_category_takes_it",
            "effects::test_agent_data_is_silently_ignored_where_the_category_does_not_take_it",
        ],
    ),
    (
        "B",
        "Of a resolved complaint only notes, comments and agent/broker fields are read",
        ["effects::test_a_resolved_case_reads_only_notes_comments_and_agent_data"],
    ),
    (
        "2024",
        "A key is associated with a defined set of contract numbers",
        [
            "download::test_it_refuses_a_contract_outside_the_keys_set",
            "upload::test_a_case_of_a_contract_outside_the_key_does_not_exist",
        ],
    ),
    (
        "2024",
        "Key id and secret rotate; a compromised key is deactivated; contracts stay",
        ["token::test_a_deactivated_key_opens_nothing_and_a_rotated_one_only_under_its_new_name"],
    ),
]


def names_of_tests():
    found = set()
    for path in Path(__file__).parent.glob("test_simulator_*.py"):
        short = path.stem.removeprefix("test_simulator_")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {f"{short}::{it.name}" for it in tree.body if isinstance(it, ast.FunctionDef)}
    return found


@pytest.mark.parametrize(
    ("place", "statement", "tests"), STATEMENTS, ids=[statement for _, statement, _ in STATEMENTS]
)
def test_each_statement_names_tests_that_exist(place, statement, tests):
    assert place
    assert tests
    assert set(tests) <= names_of_tests()


def test_no_statement_is_listed_twice():
    assert len({statement for _, statement, _ in STATEMENTS}) == len(STATEMENTS)
