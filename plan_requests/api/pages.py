"""Cursor pages of Plan Requests, newest first."""

from rest_framework.pagination import CursorPagination


class NewestFirst(CursorPagination):
    """`next` and `previous` are addresses; `page_size` is 50 unless asked otherwise, at most 200."""

    ordering = "-pk"
    page_size, max_page_size = 50, 200
    page_size_query_param = "page_size"
