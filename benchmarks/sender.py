"""`python -m benchmarks.sender`: one worker that drains the queue when it gets a line on its input; says
"ready", and at its end how many rows HPMS accepted."""

import sys

import django


def main() -> None:
    django.setup()
    from hpms_sync.models import ApiKey
    from hpms_sync.upload.send import uploads_send

    key = ApiKey.objects.get()
    print("ready", flush=True)
    sys.stdin.readline()
    print(uploads_send(key)["ACCEPTED"], flush=True)


if __name__ == "__main__":
    main()
