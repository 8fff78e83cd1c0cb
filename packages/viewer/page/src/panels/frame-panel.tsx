import { formatClock, formatScore, grouped } from '@framesieve/report/format';
import type { FrameView } from '../../../src/api/selection.ts';
import { Icon } from '../parts/icon.tsx';
import type { DecodeView } from '../state/view.ts';
import { reasonNames, tierNames } from '../text/reasons.ts';

interface PanelProps {
  readonly view: DecodeView;
}

/** What is known of the current frame, and why it was picked or not. */
export function FramePanel({ view }: PanelProps) {
  const frame = view.frame.value;
  if (!frame) return <p class="quiet">No frame is chosen.</p>;
  const isOld = frame.ordinal !== view.ordinal.value;
  return (
    <div class={isOld ? 'about-frame old' : 'about-frame'}>
      <h2>Frame {grouped(frame.ordinal)}</h2>
      <p class="quiet facts-line">
        {formatClock(frame.timeSeconds, 3)} · pts {frame.ptsTicks}
        {frame.ptsSource === 'estimated' && ' (estimated)'} · {frame.width} × {frame.height}
        {frame.keyFrame && ' · key frame'}
        {frame.isCorrupt && ' · damaged'}
      </p>
      <Verdict view={view} frame={frame} />
      <Scores view={view} frame={frame} />
      {frame.sentences && (
        <div class="story">
          {frame.sentences.map(sentence => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
      <ul class="facts">
        {frame.facts.map(fact => (
          <li key={fact.name} class={fact.offends.length > 0 ? 'offends' : undefined}>
            {fact.text}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Verdict({ view, frame }: PanelProps & { readonly frame: FrameView }) {
  const { pick, rejection, override } = frame;
  const isTakenOut = override === 'removed' || rejection === 'removed';
  const action = override !== null ? 'Undo by hand' : pick ? 'Take out' : 'Pick this frame';
  return (
    <div class="verdict">
      {pick ? (
        <span class={`badge ${pick.tier}`}>
          pick {pick.rank} · {tierNames[pick.tier]}
        </span>
      ) : rejection ? (
        <span class={`badge reason ${rejection}`}>{reasonNames[rejection]}</span>
      ) : (
        <span class="badge">not picked</span>
      )}
      {!view.isReadOnly && (
        <button
          type="button"
          class={pick || isTakenOut ? 'button' : 'button primary'}
          title={`${action} (A)`}
          disabled={frame.ordinal !== view.ordinal.value}
          onClick={() => view.toggleByHand(frame.ordinal)}
        >
          <Icon name={override !== null ? 'swap' : pick ? 'close' : 'check'} />
          {action}
        </button>
      )}
    </div>
  );
}

function Scores({ view, frame }: { readonly view: DecodeView; readonly frame: FrameView }) {
  return (
    <dl class="scores">
      {frame.scores.map(({ metric, score, percentile }) => (
        <div key={metric} class={metric === view.run.value.metric ? 'shown' : undefined}>
          <dt>{metric}</dt>
          <dd>
            {formatScore(score, 3)}
            {percentile !== null && (
              <>
                <span class="quiet">
                  {percentile === 100 ? ' the best' : ` no worse than ${Number(percentile.toFixed(1))} %`}
                </span>
                <meter min={0} max={100} value={percentile} aria-label={`${metric}, percentile`} />
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
