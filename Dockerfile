# Build: types are stripped by tsc, development packages stay behind.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
RUN node node_modules/typescript/bin/tsc -p tsconfig.build.json \
 && npm prune --omit=dev --ignore-scripts

# Run: no root, a read-only root file system; only /var/lib/zhengshu is written.
FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    ZHENGSHU_PROFILE=production \
    ZHENGSHU_HOST=0.0.0.0 \
    ZHENGSHU_DATA=/var/lib/zhengshu/data \
    ZHENGSHU_KEYS=/var/lib/zhengshu/keys
WORKDIR /app
RUN install -d -o node -g node /var/lib/zhengshu
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY bin bin
COPY schema schema
COPY catalog catalog
USER node
VOLUME /var/lib/zhengshu
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/livez').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/zhengshu.mjs"]
CMD ["serve"]
