#!/bin/sh
# Runs once, when the database volume is new. The application's role is no superuser: superusers bypass
# row level security and hide missing permissions.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$CTM_DATABASE_PASSWORD" --username postgres <<'SQL'
CREATE ROLE ctm LOGIN PASSWORD :'password';
CREATE DATABASE ctm OWNER ctm;
SQL
