import type { RejectSettings } from '@framesieve/core';
import { defaultSelection } from '@framesieve/core/selection';
import { NumberField, SwitchField } from '../parts/field.tsx';

type RuleName = keyof RejectSettings;

interface Rule {
  readonly label: string;
  readonly limit: string;
  readonly max: number;
  readonly step: number;
}

const rules: Readonly<Record<RuleName, Rule>> = {
  blackBelow: { label: 'Black', limit: 'mean luma below', max: 1, step: 0.01 },
  whiteAbove: { label: 'White', limit: 'mean luma above', max: 1, step: 0.01 },
  flatBelow: { label: 'Flat', limit: 'contrast below', max: 1, step: 0.01 },
  fades: { label: 'Fades', limit: 'contrast lost', max: 1, step: 0.05 },
  blurred: { label: 'Blurred', limit: 'sharpness, share of surroundings below', max: 1, step: 0.05 },
  noisy: { label: 'Noisy', limit: 'noise, times that of surroundings', max: 100, step: 0.5 },
  blocky: { label: 'Blocky', limit: 'blockiness above surroundings by', max: 10, step: 0.05 },
  exposure: {
    label: 'Wrongly exposed',
    limit: 'shadows or highlights above surroundings by',
    max: 1,
    step: 0.05,
  },
  cards: { label: 'Text cards', limit: 'share of one tone', max: 1, step: 0.05 },
  damaged: { label: 'Damaged', limit: 'change, times the usual', max: 100, step: 0.5 },
};

interface RejectRulesProps {
  readonly reject: RejectSettings;
  readonly disabled: boolean;
  onChange(reject: RejectSettings): void;
}

/** Which frames are never picked: each rule with its limit. */
export function RejectRules({ reject, disabled, onChange }: RejectRulesProps) {
  return (
    <div class="rules">
      {(Object.keys(rules) as RuleName[]).map(name => {
        const { label, limit, max, step } = rules[name];
        const value = reject[name];
        const set = (next: number | null) => onChange({ ...reject, [name]: next });
        return (
          <div key={name} class="rule">
            <SwitchField
              label={label}
              checked={value !== null}
              disabled={disabled}
              onChange={isOn => set(isOn ? defaultSelection.reject[name] : null)}
            />
            {value !== null && (
              <NumberField
                label={limit}
                value={value}
                min={0}
                max={max}
                step={step}
                disabled={disabled}
                onChange={next => next !== null && set(next)}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
