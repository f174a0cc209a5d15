# shoptrace in a container: the built program on a small Node image, as an ordinary user, with its data under /data.
FROM node:22-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node build.mjs && npm prune --omit=dev --no-audit --no-fund

FROM node:22-bookworm-slim
WORKDIR /opt/shoptrace
COPY --from=build /build/package.json /build/LICENSE ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY --from=build /build/samples ./samples
COPY --from=build /build/dashboards ./dashboards
RUN ln -s /opt/shoptrace/dist/shoptrace.js /usr/local/bin/shoptrace && mkdir /data && chown node:node /data
USER node
ENV SHOPTRACE_DATA=/data
VOLUME /data
ENTRYPOINT ["shoptrace"]
CMD ["--help"]
