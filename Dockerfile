# Waymark in a small image. BASE may be any Debian with Python 3.11 or newer, python3-venv and ca-certificates.
ARG BASE=python:3.12-slim

FROM ${BASE} AS builder
RUN python3 -m venv /venv
COPY requirements/run.txt /build/run.txt
RUN /venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --only-binary=:all: \
        --no-deps --require-hashes -r /build/run.txt \
    && /venv/bin/python -m pip uninstall --quiet --yes pip setuptools
COPY bot /app/bot
COPY storage /app/storage
# Nothing can be compiled later: the root file system is read-only.
RUN /venv/bin/python -m compileall -q --invalidation-mode unchecked-hash /app

FROM ${BASE}
ARG VERSION=0.2.0
LABEL org.opencontainers.image.title="Waymark" \
      org.opencontainers.image.description="A Telegram companion for patient support groups" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
# The links let the default settings lead to the volumes, so the key is made in /keys on the first start.
RUN groupadd --gid 10001 waymark \
    && useradd --uid 10001 --gid waymark --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin waymark \
    && install --directory --owner=waymark --group=waymark --mode=0700 /data /keys \
    && install --directory /app \
    && ln -s /data /app/data \
    && ln -s /keys /app/keys
COPY --from=builder /venv /venv
COPY --from=builder /app /app
COPY content /app/content

ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /app
USER 10001:10001
VOLUME ["/data", "/keys"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s --retries=3 CMD ["python", "-m", "bot", "health"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
