import { Fieldset } from '@base-ui/react/fieldset';
import { useId } from 'react';
import type { FocusEvent, ReactNode } from 'react';
import type { FieldFrameProps } from './field-frame.tsx';

/** The frame of a field that has several controls: they are read out as one group. */
export function GroupFrame({
  label,
  isLabelHidden = false,
  description,
  error,
  onLeave,
  children,
}: FieldFrameProps & {
  /** The focus has left all of it. */
  readonly onLeave?: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  const isWrong = error !== undefined && error !== null && error !== '';
  const text = isWrong ? error : description;
  const leave = (event: FocusEvent<HTMLElement>): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) onLeave?.();
  };
  return (
    <Fieldset.Root
      aria-describedby={text === undefined ? undefined : `${id}-text`}
      onBlur={leave}
      className="flex min-w-0 flex-col gap-1"
    >
      <Fieldset.Legend className={isLabelHidden ? 'sr-only' : 'text-12 font-medium text-muted'}>
        {label}
      </Fieldset.Legend>
      {children}
      {text !== undefined && (
        <div
          id={`${id}-text`}
          className={isWrong ? 'text-12 text-blocked' : 'text-12 text-faint'}
          {...(isWrong ? { role: 'alert' } : {})}
        >
          {text}
        </div>
      )}
    </Fieldset.Root>
  );
}
