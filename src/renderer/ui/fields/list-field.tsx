import { Plus, X } from 'lucide-react';
import { useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { isComposing } from '#renderer/lib/is-composing.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { fieldBox } from './field-frame.tsx';
import type { FieldFrameProps } from './field-frame.tsx';
import { GroupFrame } from './group-frame.tsx';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';

export interface ListFieldProps extends FieldFrameProps {
  readonly items: readonly string[];
  /** `isDone`: Enter was pressed or an entry taken away; else somebody is still writing. */
  readonly onChange: (items: readonly string[], isDone: boolean) => void;
  /** The focus has left the list. */
  readonly onLeave?: () => void;
  /** One entry: "pattern". */
  readonly entry: string;
  readonly isCode?: boolean;
  readonly isDisabled?: boolean;
}

/** A few lines of text in an order, each with a cross; Alt with the arrow keys moves one. */
export function ListField({
  items,
  onChange,
  onLeave,
  entry,
  isCode = false,
  isDisabled = false,
  ...frame
}: ListFieldProps): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const adder = useRef<HTMLButtonElement>(null);
  const focus = (index: number): void => {
    // After the next drawing, which has the line.
    requestAnimationFrame(() => {
      const lines = list.current?.querySelectorAll('input') ?? [];
      (lines[Math.min(index, lines.length - 1)] ?? adder.current)?.focus();
    });
  };
  const add = (): void => {
    onChange([...items, ''], false);
    focus(items.length);
  };
  const remove = (index: number): void => {
    onChange(items.toSpliced(index, 1), true);
    focus(index);
  };
  const press = (event: KeyboardEvent, index: number): void => {
    if (event.key === 'Enter' && !isComposing(event)) onChange(items, true);
    const by = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    const target = index + (by ?? 0);
    if (by === undefined || items[target] === undefined) return;
    event.preventDefault();
    onChange(items.toSpliced(index, 1).toSpliced(target, 0, items[index] ?? ''), true);
    focus(target);
  };
  // An entry is its place: two may be alike, and one that is written stays the same.
  const rows = items.map((item, index) => ({ id: `entry ${index}`, item, index }));
  const isWrong = frame.error !== undefined && frame.error !== null;
  return (
    <GroupFrame {...frame} {...(onLeave === undefined ? {} : { onLeave })}>
      <div ref={list} className="flex flex-col items-start gap-1">
        {rows.map(({ id, item, index }) => (
          <div key={id} className="flex w-full items-center gap-1">
            <input
              type="text"
              aria-label={`${frame.label}, ${entry} ${index + 1}`}
              aria-invalid={isWrong || undefined}
              data-invalid={isWrong || undefined}
              spellCheck={!isCode}
              autoComplete="off"
              dir={isCode ? 'ltr' : 'auto'}
              disabled={isDisabled}
              value={item}
              onChange={(event) => onChange(items.with(index, event.target.value), false)}
              onKeyDown={(event) => press(event, index)}
              className={classNames(fieldBox, isCode && 'font-mono text-12')}
            />
            <IconButton
              icon={X}
              label={`Take away ${item === '' ? `${entry} ${index + 1}` : item}`}
              disabled={isDisabled}
              onClick={() => remove(index)}
            />
          </div>
        ))}
        <Button ref={adder} size="sm" icon={Plus} disabled={isDisabled} onClick={add}>
          {`Add ${/^[aeiou]/.test(entry) ? 'an' : 'a'} ${entry}`}
        </Button>
      </div>
    </GroupFrame>
  );
}
