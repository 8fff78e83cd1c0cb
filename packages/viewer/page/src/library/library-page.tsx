import { formatClock, grouped } from '@framesieve/report/format';
import type { DecodeEntry, Library, RunEntry, VideoEntry } from '../../../src/api/library.ts';
import { pictureUrl } from '../api/client.ts';
import { ThemeButton } from '../parts/theme-button.tsx';
import { open } from '../state/route.ts';

/** All videos of the database. */
export function LibraryPage({ library }: { readonly library: Library }) {
  const { videos, database } = library;
  return (
    <main class="library">
      <header>
        <h1>
          {videos.length} {videos.length === 1 ? 'video' : 'videos'}
        </h1>
        <p class="quiet">in {database}</p>
        <ThemeButton />
      </header>
      {videos.length === 0 && (
        <p class="quiet">
          No video has scores yet. Score one with <code>framesieve score</code>; it appears here while it is
          scored.
        </p>
      )}
      <ul class="cards">
        {videos.flatMap(video =>
          video.decodes.map(decode => (
            <li key={decode.decodeId}>
              <Card video={video} decode={decode} isOnly={video.decodes.length === 1} />
            </li>
          )),
        )}
      </ul>
    </main>
  );
}

interface CardProps {
  readonly video: VideoEntry;
  readonly decode: DecodeEntry;
  readonly isOnly: boolean;
}

function Card({ video, decode, isOnly }: CardProps) {
  const { decodeId, poster, aspect, runs, pickCount } = decode;
  const seconds = decode.lastSeconds ?? decode.durationSeconds;
  return (
    <a
      class="video-card"
      href={`#${decodeId}`}
      onClick={event => {
        event.preventDefault();
        open(decodeId);
      }}
    >
      <span class="poster">
        {video.isFound && poster !== null ? (
          <img
            src={pictureUrl(decodeId, poster, 'thumb')}
            alt=""
            loading="lazy"
            style={{ aspectRatio: aspect }}
          />
        ) : (
          <span class="quiet">{video.isFound ? 'No frame yet' : 'The file is not where it was'}</span>
        )}
        {runs.some(run => run.state === 'running') && <span class="badge live">scoring</span>}
      </span>
      <span class="about">
        <strong>{video.name}</strong>
        <span class="quiet">
          {decode.width} × {decode.height} {decode.codec}
          {seconds !== null && ` · ${formatClock(seconds, 0)}`}
          {decode.frameCount !== null &&
            ` · ${grouped(decode.frameCount)} ${decode.frameCount === 1 ? 'frame' : 'frames'}`}
          {!isOnly && ` · ${decode.decoder} ${decode.decoderVersion}, stream ${decode.stream}`}
        </span>
        <span class="runs">{runs.map(run => runText(run)).join(' · ')}</span>
        <span class="quiet">
          {pickCount === null ? 'nothing selected yet' : `${pickCount} ${pickCount === 1 ? 'pick' : 'picks'}`}
        </span>
      </span>
    </a>
  );
}

function runText({ metric, state, scored, unscorable, refines }: RunEntry): string {
  const frames = grouped(scored + unscorable);
  if (refines) return `${metric} on the best ${frames}`;
  return state === 'complete' ? metric : `${metric} (${state}, ${frames})`;
}
