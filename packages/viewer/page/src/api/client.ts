import type { Curve, CurveQuery, Strip, StripQuery } from '../../../src/api/curve.ts';
import type { ErrorBody, ViewerEvent } from '../../../src/api/events.ts';
import type {
  ExportDefaults,
  ExportPlanView,
  ExportProgress,
  ExportRequest,
} from '../../../src/api/export.ts';
import type { Library } from '../../../src/api/library.ts';
import type { FrameView, OverrideRequest, SelectionView, SelectRequest } from '../../../src/api/selection.ts';

/** The server lies beside the page, under the same token. */
const base = new URL('api/', document.baseURI);

/** What the server answered instead of doing as it was told. */
export class RequestError extends Error {
  readonly hint: string | null;

  constructor({ message, hint }: Pick<ErrorBody, 'message' | 'hint'>) {
    super(message);
    this.hint = hint;
  }
}

const unreachable = {
  message: 'FrameSieve does not answer.',
  hint: 'See whether `framesieve view` still runs, and open the address that it printed.',
};

async function request<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(new URL(path, base), init).catch(error => {
    if (init.signal?.aborted) throw error;
    throw new RequestError(unreachable);
  });
  if (response.ok) return response.json() as Promise<Answer>;
  const body = (await response.json().catch(() => null)) as ErrorBody | null;
  throw new RequestError(body ?? unreachable);
}

function send<Answer>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  return request(path, { method, headers, body: JSON.stringify(body), ...(signal && { signal }) });
}

function query(values: object): string {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined);
  return new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
}

/** What the database holds. */
export const getLibrary = (signal: AbortSignal) => request<Library>('library', { signal });

/** A part of the curve of a run. */
export const getCurve = (decodeId: number, asked: CurveQuery, signal: AbortSignal) =>
  request<Curve>(`decodes/${decodeId}/curve?${query(asked)}`, { signal });

/** What stands for a part of the timeline. */
export const getStrip = (decodeId: number, asked: StripQuery, signal: AbortSignal) =>
  request<Strip>(`decodes/${decodeId}/strip?${query(asked)}`, { signal });

/** The newest picks that are kept; else what the settings pick. */
export const getSelection = (decodeId: number, signal: AbortSignal) =>
  request<SelectionView>(`decodes/${decodeId}/selection`, { signal });

/** Picks from stored scores: a trial, or to be kept. */
export const select = (decodeId: number, asked: SelectRequest, signal: AbortSignal) =>
  send<SelectionView>('POST', `decodes/${decodeId}/select`, asked, signal);

/** Corrects a pick by hand, and answers with what is picked then. */
export const override = (decodeId: number, ordinal: number, asked: OverrideRequest) =>
  send<SelectionView>('PUT', `decodes/${decodeId}/overrides/${ordinal}`, asked);

/** A frame, and why it was picked or not. */
export const getFrame = (decodeId: number, ordinal: number, selection: string, signal: AbortSignal) =>
  request<FrameView>(`decodes/${decodeId}/frames/${ordinal}?${query({ selection })}`, { signal });

/** What an export begins with. */
export const getExportDefaults = (decodeId: number, signal: AbortSignal) =>
  request<ExportDefaults>(`decodes/${decodeId}/exports/defaults`, { signal });

/** What an export would do. */
export const planExport = (decodeId: number, asked: ExportRequest, signal: AbortSignal) =>
  send<ExportPlanView>('POST', `decodes/${decodeId}/exports/plan`, asked, signal);

/** Begins an export. */
export const startExport = (decodeId: number, asked: ExportRequest) =>
  send<ExportProgress>('POST', `decodes/${decodeId}/exports`, asked);

/** Ends an export; what is written stays. */
export const cancelExport = (exportId: string) =>
  request<ExportProgress>(`exports/${exportId}`, { method: 'DELETE' });

/** How large a picture is sent: 160 pixels high, at most 1920 each way, or as it is. */
export type PictureSize = 'thumb' | 'large' | 'full';

/** Address of a decoded frame as a picture. */
export const pictureUrl = (decodeId: number, ordinal: number, size: PictureSize) =>
  new URL(`decodes/${decodeId}/frames/${ordinal}/picture?size=${size}`, base).href;

/** Address of a still that was exported. */
export const stillUrl = (exportId: string, ordinal: number) =>
  new URL(`exports/${exportId}/stills/${ordinal}`, base).href;

/** Listens to what the server tells, again and again when the connection breaks. */
export function listen(
  onEvent: (event: ViewerEvent) => void,
  onConnection: (isOpen: boolean) => void,
): () => void {
  const source = new EventSource(new URL('events', base));
  source.onmessage = message => onEvent(JSON.parse(message.data));
  source.onopen = () => onConnection(true);
  source.onerror = () => onConnection(false);
  return () => source.close();
}
