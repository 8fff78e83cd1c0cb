import { Hono } from 'hono';
import type { LibraryTeller } from './describe-library.ts';
import type { LibraryBook } from './library-book.ts';

/** `GET api/library`. */
export function libraryRoutes(library: LibraryBook, teller: LibraryTeller): Hono {
  const routes = new Hono();
  routes.get('/library', async context => context.json(await teller.tell(await library.snapshot())));
  return routes;
}
