import { createContext, useContext, useState } from 'react';
import type { JSX, ReactNode } from 'react';
import { createPortal } from 'react-dom';

/** Places of the frame that views may put something into. */
export type SlotName = 'filter' | 'actions';

interface Slots {
  readonly elements: Readonly<Partial<Record<SlotName, HTMLElement>>>;
  readonly set: (name: SlotName, element: HTMLElement | null) => void;
}

const SlotsContext = createContext<Slots>({ elements: {}, set: () => undefined });

/** Lets {@link Slot} and {@link FillSlot} below find each other; once around the frame. */
export function SlotsProvider({ children }: { readonly children: ReactNode }): JSX.Element {
  const [elements, setElements] = useState<Slots['elements']>({});
  const [set] = useState<Slots['set']>(() => (name: SlotName, element: HTMLElement | null) => {
    setElements(({ [name]: _old, ...others }) =>
      element === null ? others : { ...others, [name]: element },
    );
  });
  return <SlotsContext value={{ elements, set }}>{children}</SlotsContext>;
}

/** The place itself, in the frame. */
export function Slot({
  name,
  className,
}: {
  readonly name: SlotName;
  readonly className?: string;
}): JSX.Element {
  const { set } = useContext(SlotsContext);
  const [place] = useState(() => (element: HTMLElement | null) => set(name, element));
  return <div ref={place} className={className} />;
}

/** Shows `children` in a place of the frame for as long as the caller is mounted. */
export function FillSlot({
  name,
  children,
}: {
  readonly name: SlotName;
  readonly children: ReactNode;
}): ReactNode {
  const { elements } = useContext(SlotsContext);
  const element = elements[name];
  return element === undefined ? null : createPortal(children, element);
}
