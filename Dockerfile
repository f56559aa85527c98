# docker build -t mockwx . && docker run -p 127.0.0.1:8780:8780 mockwx serve --host 0.0.0.0 --token test
# --build-arg PYTHON_IMAGE=… takes the base image from elsewhere, --build-arg PIP_INDEX_URL=… the packages.
ARG PYTHON_IMAGE=python:3.13-slim
FROM ${PYTHON_IMAGE} AS install
ARG PIP_INDEX_URL
COPY pyproject.toml constraints.txt README.md LICENSE /src/
COPY mockwx /src/mockwx
COPY scenarios /src/scenarios
COPY js/wx/wx.cjs /src/js/wx/wx.cjs
RUN python -m venv /opt/mockwx \
 && /opt/mockwx/bin/python -m pip install --no-cache-dir --disable-pip-version-check --constraint /src/constraints.txt '/src[speed,redis]' \
 && /opt/mockwx/bin/python -m pip uninstall --yes --quiet pip

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="mockwx" \
      org.opencontainers.image.description="WeChat login, offline: a local server that behaves like WeChat's login hosts, and can refuse like them" \
      org.opencontainers.image.licenses="MIT"
COPY --from=install /opt/mockwx /opt/mockwx
# A new volume at /ca belongs to the user, so that --ca-dir /ca can write there.
RUN groupadd --gid 10001 mockwx && useradd --uid 10001 --gid 10001 --create-home mockwx \
 && install -d -o mockwx -g mockwx /ca
ENV PATH=/opt/mockwx/bin:$PATH MOCKWX_URL=http://127.0.0.1:8780
# By number: Kubernetes cannot see that a name is not root.
USER 10001:10001
WORKDIR /scenarios
EXPOSE 8780
HEALTHCHECK --interval=2s --timeout=3s --start-period=10s --retries=5 \
  CMD ["python", "-c", "import os, urllib.request as http; http.build_opener(http.ProxyHandler({})).open(os.environ['MOCKWX_URL'] + '/_mockwx/health', timeout=2)"]
ENTRYPOINT ["mockwx"]
CMD ["serve", "--host", "0.0.0.0"]
