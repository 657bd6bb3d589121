# syntax=docker/dockerfile:1
# The build stage is the same in all three Dockerfiles, so that it is built once.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc tools/dev/build-packages.mjs ./
# Nothing that is needed here has an install script; none may run.
RUN node build-packages.mjs && npm install --no-save --ignore-scripts --no-audit --no-fund
COPY tsconfig.base.json ./
COPY tools/dev tools/dev
COPY tools/audit-verify tools/audit-verify
COPY tools/import tools/import
COPY tools/maintenance tools/maintenance
COPY tools/migrate tools/migrate
COPY libs libs
COPY apps apps
ARG AOC_VERSION=2.0.0
RUN AOC_VERSION="$AOC_VERSION" node tools/dev/build-image.mjs
RUN cp dist/package.json package.json && npm prune --ignore-scripts --no-audit --no-fund

FROM nginx:1.28-bookworm
ARG AOC_VERSION=2.0.0
LABEL org.opencontainers.image.title="AOC web" org.opencontainers.image.version="$AOC_VERSION"
COPY docker/nginx /etc/nginx/aoc
COPY --from=build /src/dist/apps/web /usr/share/nginx/aoc
# The nginx user of the base image. Everything that nginx writes goes to /tmp, so that the image may be read-only.
USER 101:101
EXPOSE 8080 8443
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s --retries=3 CMD ["curl", "--fail", "--silent", "http://127.0.0.1:8081/healthz"]
CMD ["nginx", "-c", "/etc/nginx/aoc/plain.conf", "-g", "daemon off;"]
