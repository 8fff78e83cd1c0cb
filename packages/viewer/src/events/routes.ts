import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { ViewerEvent } from '../api/events.ts';
import type { EventHub } from './event-hub.ts';

/** A word now and then shows that the connection is still there. */
const aliveMs = 30_000;

/** `GET api/events`: server-sent events until the page goes away or the viewer ends. */
export function eventRoutes(hub: EventHub, ending: AbortSignal): Hono {
  const routes = new Hono();
  routes.get('/events', context =>
    streamSSE(context, async stream => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      const signal = AbortSignal.any([gone.signal, context.req.raw.signal, ending]);
      const send = (event: ViewerEvent) => void stream.writeSSE({ data: JSON.stringify(event) });
      hub.listen(send, signal);
      await stream.write(': listening\n\n');
      const timer = setInterval(() => void stream.write(': alive\n\n'), aliveMs);
      await new Promise<void>(resolve => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
      });
      clearInterval(timer);
    }),
  );
  return routes;
}
