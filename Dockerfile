# The one image of every service in docker-compose.yml: scheduler, dag-processor, api-server, triggerer, worker, init.
# No secret is built in, and everything from a package index is checked against the hashes of the lock files.
#
#   docker build --build-arg JUJUR_CODE_VERSION="0.1.0+$(git describe --always --dirty=-ubahan)" -t jujur .

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
RUN python3 -m venv /opt/jujur/venv
WORKDIR /build
# An old pip cannot check the hashes of packages with extras; this one can, and is hash-locked itself.
COPY requirements-pip.lock requirements.lock ./
RUN /opt/jujur/venv/bin/python -m pip install --quiet --require-hashes -r requirements-pip.lock \
    && /opt/jujur/venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY sql sql
COPY reports reports
COPY config config
COPY plugins plugins
RUN /opt/jujur/venv/bin/python -m pip install --quiet --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
# WeasyPrint lays out text with these; the fonts themselves are the project's own.
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b fontconfig \
    && rm -rf /var/lib/apt/lists/*
# Number, not name, decides who may write to a folder of the host that is mounted here.
RUN groupadd --gid 10001 jujur \
    && useradd --uid 10001 --gid jujur --no-create-home --home-dir /var/lib/airflow --shell /usr/sbin/nologin jujur \
    && install -d -o jujur -g jujur -m 0750 /var/lib/jujur /var/lib/airflow /var/lib/airflow/logs /var/lib/jujur-login
COPY --from=build /opt/jujur/venv /opt/jujur/venv
# Airflow's plugins folder holds the registration only; the package itself is installed.
COPY plugins/airflow_plugin.py plugins/.airflowignore /opt/jujur/plugins/
COPY scripts/containers/entrypoint.sh scripts/containers/healthcheck.py scripts/containers/login.py /opt/jujur/bin/
COPY dags /opt/jujur/dags
ENV PATH=/opt/jujur/venv/bin:$PATH \
    LANG=C.UTF-8 \
    TZ=UTC \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    AIRFLOW_HOME=/var/lib/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/jujur/dags \
    AIRFLOW__CORE__PLUGINS_FOLDER=/opt/jujur/plugins \
    AIRFLOW__CORE__LOAD_EXAMPLES=False \
    AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION=False \
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE=/var/lib/jujur-login/passwords.json \
    JUJUR_HOME=/var/lib/jujur
USER 10001:10001
WORKDIR /var/lib/airflow
ENTRYPOINT ["/opt/jujur/bin/entrypoint.sh"]
CMD ["jujur", "--help"]
# Last, so that a new version does not build the layers above anew. Empty: the version of the package.
ARG JUJUR_CODE_VERSION=""
ENV JUJUR_CODE_VERSION=$JUJUR_CODE_VERSION
