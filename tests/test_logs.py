import logging
import sys

import pytest
from django.db import DatabaseError, connection

from ctm_casework.logs import NoRowValues

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO complaints_category (complaint_category, complaint_subcategory) "
        "VALUES ('Delores Whitaker', ''), ('Delores Whitaker', '')",
        "INSERT INTO complaints_category (complaint_category, complaint_subcategory) "
        "VALUES ('Delores Whitaker', NULL)",
        "SELECT 'Delores Whitaker' + 1",
    ],
)
def test_it_leaves_the_values_of_a_row_out_of_the_log(statement):
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        record = logging.LogRecord("django", logging.ERROR, "", 0, "failed", (), None)
        record.exc_info = sys.exc_info()
        line = NoRowValues("%(message)s").format(record)
    assert "psycopg.errors." in line
    assert "django.db.utils." in line
    assert "Whitaker" not in line


def test_it_leaves_them_out_of_a_failed_task_too():
    said = "Task x raised unexpected: IntegrityError('DETAIL: (Delores Whitaker)')"
    record = logging.LogRecord("celery", logging.ERROR, "", 0, said, (), None)
    line = NoRowValues("%(message)s").format(record)
    assert "IntegrityError" in line
    assert "Whitaker" not in line
