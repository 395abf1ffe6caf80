# One image for web, worker, beat, migrations and the HPMS simulator; docker-compose.yml says which is which.

FROM node:24-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY frontend frontend
RUN mkdir static && npm ci --no-progress

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 CTM_ENV=production CTM_DATA_DIR=/data
RUN useradd --system --uid 10001 --create-home ctm && install -d -o ctm -g ctm /data
WORKDIR /app
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt
COPY . .
COPY --from=assets /app/static/vendor static/vendor
# Collecting needs settings, but neither server nor secret: these are thrown away with the layer's shell.
RUN DATABASE_URL=postgresql://nobody@localhost/none REDIS_URL=redis://localhost/0 SECRET_KEY=unused \
    python manage.py collectstatic --noinput
USER ctm
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "ctm_casework.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
