# syntax=docker/dockerfile:1
# One image for both processes. API: the default command. Worker: `node dist/programs/worker.js`. Migrations: `node dist/programs/migrate.js`.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY migrations ./migrations
COPY scripts/bundle.mjs ./scripts/bundle.mjs
COPY src ./src
# The embedded start is for a clone; here the stores are services of their own.
RUN npm run build && rm -rf dist/src/embedded

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Of the nine weights of the reports' font two are used: the others are 70 MB.
RUN npm ci --omit=dev --no-audit --no-fund && \
    find node_modules/@expo-google-fonts -name '*.ttf' ! -path '*/400Regular/*' ! -path '*/700Bold/*' -delete

FROM ${NODE_IMAGE} AS runtime
ENV NODE_ENV=production
# Room for what a run leaves behind before garbage is collected, and Node's own code in large pages of memory:
# docs/decisions/0011-what-a-run-costs.md.
ENV NODE_OPTIONS="--enable-source-maps --max-semi-space-size=32 --use-largepages=silent"
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
# Files that users upload, where no object store is configured: a volume belongs here.
RUN mkdir .data && chown node:node .data
USER node
EXPOSE 8000 8001 9464
# Of the API; a worker answers on its probe port (see docker-compose.yml).
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8000}/health/liveness`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/programs/main.js"]
