import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

interface NumberFieldProps {
  readonly label: string;
  /** `null` is shown as an empty field. */
  readonly value: number | null;
  readonly min: number;
  readonly max?: number;
  readonly step?: number;
  readonly unit?: string;
  /** What an empty field means; absent: it can't be empty. */
  readonly empty?: string;
  readonly disabled?: boolean;
  onChange(value: number | null): void;
}

/** A number with its label; what can't be used is not taken over. */
export function NumberField({
  label,
  value,
  min,
  max,
  step,
  unit,
  empty,
  disabled,
  onChange,
}: NumberFieldProps) {
  // What is being typed stays as it is, also where it is no number yet, such as `0.`.
  const draft = useSignal<string | null>(null);
  const take = ({ value: text, validity }: HTMLInputElement) => {
    draft.value = text;
    if (validity.badInput) return;
    if (text.trim() === '') {
      if (empty !== undefined) onChange(null);
      return;
    }
    const number = Number(text);
    const isWhole = step !== undefined && step !== 1 ? true : Number.isInteger(number);
    if (isWhole && number >= min && number <= (max ?? Number.MAX_VALUE)) onChange(number);
  };
  return (
    <label class="field">
      <span>{label}</span>
      <span class="entry">
        <input
          type="number"
          value={draft.value ?? value ?? ''}
          min={min}
          max={max}
          step={step ?? 1}
          placeholder={empty}
          disabled={disabled}
          onInput={event => take(event.currentTarget)}
          onBlur={() => {
            draft.value = null;
          }}
        />
        {unit && <span class="unit">{unit}</span>}
      </span>
    </label>
  );
}

interface ChoiceFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  readonly disabled?: boolean;
  onChange(value: Value): void;
}

/** One of a few. */
export function ChoiceField<Value extends string>({
  label,
  value,
  options,
  disabled,
  onChange,
}: ChoiceFieldProps<Value>) {
  return (
    <label class="field">
      <span>{label}</span>
      <select
        value={value}
        disabled={disabled}
        onChange={event => {
          const chosen = options.find(([name]) => name === event.currentTarget.value);
          if (chosen) onChange(chosen[0]);
        }}
      >
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SwitchFieldProps {
  readonly label: ComponentChildren;
  readonly checked: boolean;
  readonly disabled?: boolean;
  onChange(checked: boolean): void;
}

/** Something that is on or off. */
export function SwitchField({ label, checked, disabled, onChange }: SwitchFieldProps) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={event => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
