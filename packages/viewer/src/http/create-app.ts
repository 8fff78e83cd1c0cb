import type { Logger } from '@framesieve/core';
import { Hono } from 'hono';
import { failureOf, RequestError, readOnlyError } from './failure.ts';
import { type GuardOptions, guard, isChanging } from './guard.ts';
import { securityHeaders } from './headers.ts';
import type { listPageFiles } from './page-files.ts';

/** What a server answers with. */
export interface AppOptions extends GuardOptions {
  readonly page: Awaited<ReturnType<typeof listPageFiles>>;
  /** The JSON API, mounted below `/<token>/api`. */
  readonly api: Hono;
  readonly readOnly: boolean;
  readonly logger: Logger;
}

/** What is posted without changing anything; to keep a trial is refused where it is read. */
const onlyLooks = /\/(?:select|exports\/plan)$/;

/** Puts the page and its API behind the checks that every request has to pass. */
export function createApp(options: AppOptions): Hono {
  const { token, page, readOnly, logger } = options;
  const app = new Hono({ strict: true });
  app.onError((error, context) => {
    const { status, body } = failureOf(error);
    if (status === 500) logger.debug(error.stack ?? error.message);
    if (isApi(context.req.path, token)) context.header('Cache-Control', 'no-store');
    const response = isApi(context.req.path, token)
      ? context.json(body, status)
      : context.text(`${body.message}${body.hint ? ` ${body.hint}` : ''}\n`, status);
    // The context's own headers are not yet set where an error comes before the answer.
    for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
    return response;
  });
  app.notFound(() => {
    throw new RequestError(404, 'There is nothing here.', 'Use the address that the command has printed.');
  });
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(securityHeaders)) context.res.headers.set(name, value);
  });
  app.use(guard(options));
  app.use(async (context, next) => {
    if (readOnly && isChanging(context.req.method) && !onlyLooks.test(context.req.path))
      throw readOnlyError();
    await next();
  });
  app.use(`/${token}/api/*`, async (context, next) => {
    await next();
    const { headers } = context.res;
    if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  });
  app.route(`/${token}/api`, options.api);
  app.get(`/${token}`, context => context.redirect(`/${token}/`, 308));
  app.get(`/${token}/*`, async context => {
    const asked = context.req.path.slice(token.length + 2);
    const file = page.get(asked === '' ? 'index.html' : asked);
    if (!file) return context.notFound();
    const keep = file.isKept ? 'private, max-age=31536000, immutable' : 'no-cache';
    return context.body(await file.read(), 200, { 'Content-Type': file.type, 'Cache-Control': keep });
  });
  app.all(`/${token}/*`, context => {
    if (isApi(context.req.path, token)) return context.notFound();
    throw new RequestError(405, 'This can only be looked at.');
  });
  return app;
}

function isApi(path: string, token: string): boolean {
  return path.startsWith(`/${token}/api/`);
}
