# Yusuan as a container: one program, `yusuan`, over a home that is mounted at /srv/budgets. See docs/operation.md.
FROM python:3.11-slim AS made
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/yusuan \
    && /opt/yusuan/bin/pip install --no-cache-dir --disable-pip-version-check "$(grep '^uv==' requirements.lock)"
COPY . .
# What runs, not what tests; each package in the version of the lock. The extra `dask` lets workers be of the same image.
RUN /opt/yusuan/bin/uv pip install --no-cache --compile-bytecode --python /opt/yusuan/bin/python \
        --constraints requirements.lock --build-constraints requirements.lock ".[dask]"

FROM python:3.11-slim
RUN useradd --uid 1000 --create-home yusuan && install -d -o yusuan -g yusuan /srv/budgets
COPY --from=made /opt/yusuan /opt/yusuan
ENV PATH=/opt/yusuan/bin:$PATH YUSUAN_HOME=/srv/budgets
USER yusuan
WORKDIR /srv/budgets
VOLUME /srv/budgets
ENTRYPOINT ["yusuan"]
CMD ["build"]
