import { formatClock, grouped } from '@framesieve/report/format';
import type { Signal } from '@preact/signals';
import { Icon } from './parts/icon.tsx';
import { ThemeButton } from './parts/theme-button.tsx';
import { isConnected, library } from './state/library.ts';
import { open } from './state/route.ts';
import type { DecodeView } from './state/view.ts';

interface TopBarProps {
  readonly view: DecodeView;
  readonly isHelpOpen: Signal<boolean>;
}

/** Which video and metric are shown, and what concerns the whole page. */
export function TopBar({ view, isHelpOpen }: TopBarProps) {
  const { name } = view.video.value;
  const { width, height, codec, frameCount, lastSeconds, decoder, stream } = view.decode.value;
  const run = view.run.value;
  const others = library.value?.videos.length ?? 0;
  return (
    <header class="bar">
      <button
        type="button"
        class="tool"
        title="List of videos (L)"
        aria-label={`List of videos, ${others}`}
        onClick={() => open(null)}
      >
        <Icon name="list" />
      </button>
      <h1 title={name}>{name}</h1>
      <p class="quiet about">
        {width} × {height} {codec}
        {lastSeconds !== null && ` · ${formatClock(lastSeconds, 1)}`}
        {frameCount !== null && ` · ${grouped(frameCount)} ${frameCount === 1 ? 'frame' : 'frames'}`}
        {view.video.value.decodes.length > 1 && ` · ${decoder}, stream ${stream}`}
      </p>
      {run.state === 'running' && (
        <span class="badge live" role="status">
          scoring: {grouped(run.scored + run.unscorable)}
        </span>
      )}
      {isConnected.value === false && (
        <span class="badge alarm" role="status">
          not connected
        </span>
      )}
      {view.isReadOnly && <span class="badge">read-only</span>}
      <span class="space" />
      <ThemeButton />
      <button
        type="button"
        class="tool"
        title="Keys (?)"
        aria-label="Keys"
        onClick={() => (isHelpOpen.value = true)}
      >
        <Icon name="help" />
      </button>
    </header>
  );
}
