# Front end: esbuild and Tailwind write static/build.
FROM node:22-slim AS front
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY static static
COPY templates templates
RUN npm run build

# Python packages, hashes demanded, in a virtual environment of their own.
FROM python:3.11-slim AS packages
COPY requirements /requirements
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r /requirements/tools.txt \
 && /venv/bin/uv pip install --no-cache --python /venv/bin/python --require-hashes -r /requirements/base.txt \
 && /venv/bin/pip uninstall --yes uv

# What runs: code, packages, built and collected static files, an account without rights.
FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=peerlearn.settings.production PEERLEARN_VAR=/app/var
# Optional: with it Pillow sets Devanagari on share pictures; without it those words are left out.
RUN apt-get update && apt-get install --yes --no-install-recommends libfribidi0 \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /app peerlearn
WORKDIR /app
COPY --from=packages /venv /venv
COPY manage.py ./
COPY deploy deploy
COPY peerlearn peerlearn
COPY cms cms
COPY learning learning
COPY live live
COPY payments payments
COPY recommend recommend
COPY templates templates
COPY --from=front /app/static static
RUN SECRET_KEY=only-while-collecting-static-files python manage.py collectstatic --noinput --verbosity 0 \
 && mkdir -p var/media var/private /certificates \
 && chown -R peerlearn var/media var/private /certificates
USER peerlearn
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s CMD ["python", "deploy/healthcheck.py", "http"]
ENTRYPOINT ["deploy/entrypoint"]
CMD ["web"]
