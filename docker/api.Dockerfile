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

FROM node:24.21.0-bookworm-slim
ARG AOC_VERSION=2.0.0
LABEL org.opencontainers.image.title="AOC API" org.opencontainers.image.version="$AOC_VERSION"
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 HOST=0.0.0.0 PORT=8000
WORKDIR /app
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules node_modules
COPY --from=build /src/dist/source-maps.mjs dist/
COPY --from=build /src/dist/tools/migrate dist/tools/migrate
COPY --from=build /src/dist/apps/api dist/apps/api
USER 1000:1000
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8000/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "./dist/source-maps.mjs", "--max-semi-space-size=8", "--max-old-space-size=192", "dist/apps/api/main.js"]
