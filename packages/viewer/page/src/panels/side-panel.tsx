import type { DecodeView, PanelName } from '../state/view.ts';
import { ExportPanel } from './export-panel.tsx';
import { FramePanel } from './frame-panel.tsx';
import { PicksPanel } from './picks-panel.tsx';

const names: readonly (readonly [PanelName, string])[] = [
  ['frame', 'Frame'],
  ['picks', 'Picks'],
  ['export', 'Export'],
];

/** What is said of the frame, how frames are picked, and how they are exported: one at a time. */
export function SidePanel({ view }: { readonly view: DecodeView }) {
  const shown = view.panel.value;
  const turn = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.stopPropagation();
    const at = names.findIndex(([name]) => name === shown);
    const [next] = names[(at + by + names.length) % names.length]!;
    view.panel.value = next;
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <aside class="side" aria-label="Details">
      <div class="tabs" role="tablist" aria-label="Panels" onKeyDown={turn}>
        {names.map(([name, label]) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={shown === name}
            aria-controls="panel"
            tabIndex={shown === name ? 0 : -1}
            onClick={() => (view.panel.value = name)}
          >
            {label}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and may hold nothing that can have the focus. */}
      <div class="panel" role="tabpanel" id="panel" aria-labelledby={`tab-${shown}`} tabIndex={0}>
        {shown === 'frame' && <FramePanel view={view} />}
        {shown === 'picks' && <PicksPanel view={view} />}
        {shown === 'export' && <ExportPanel view={view} />}
      </div>
    </aside>
  );
}
