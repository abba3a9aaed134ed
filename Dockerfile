# syntax=docker/dockerfile:1
# Built in two stages: the tools that build stay behind.

FROM python:3.11-slim AS build
WORKDIR /src
RUN pip install --no-cache-dir uv==0.13.9
COPY pyproject.toml requirements.lock README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY storage storage
# The lock file as constraints: the versions tested, each checked against its hash.
RUN python -m venv /opt/askwell \
 && uv pip install --no-cache --python /opt/askwell/bin/python --compile-bytecode \
      --constraint requirements.lock '.[postgres,study]'

FROM python:3.11-slim
COPY --from=build /opt/askwell /opt/askwell
RUN useradd --system --uid 10001 --home-dir /data askwell \
 && install -d -o askwell -g askwell -m 0700 /data
ENV PATH=/opt/askwell/bin:$PATH \
    ASKWELL_STORAGE__DIRECTORY=/data \
    ASKWELL_LOG__FORMAT=json
USER askwell
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
  "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["askwell"]
CMD ["run"]
