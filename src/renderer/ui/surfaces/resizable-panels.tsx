import { Fragment } from 'react';
import type { ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { classNames } from '#renderer/lib/class-names.ts';

/** One part of {@link ResizablePanels}. Sizes in pixels (number) or per cent (`'40%'`). */
export interface ResizablePanel {
  readonly id: string;
  /** Name of the handle before it: "Resize the task panel". Not used for the first panel. */
  readonly resizeLabel?: string;
  readonly content: ReactNode;
  readonly defaultSize?: number | string;
  readonly minSize?: number | string;
  readonly maxSize?: number | string;
  /** Keeps its pixels when the window changes; at least one panel must not. */
  readonly keepsPixels?: boolean;
}

export interface ResizablePanelsProps {
  /** Under this name the sizes are remembered on this machine. */
  readonly id: string;
  readonly panels: readonly ResizablePanel[];
  readonly orientation?: 'horizontal' | 'vertical';
}

/**
 * Panels whose sizes the person chooses, by pointer or with the arrow keys on a handle (Enter and
 * double click give the size back). Show or hide one by giving it or leaving it out: each set of
 * panels has its own remembered sizes.
 */
export function ResizablePanels({
  id,
  panels,
  orientation = 'horizontal',
}: ResizablePanelsProps): ReactNode {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({
    id: `switchyard.panels.${id}`,
    panelIds: panels.map((panel) => panel.id),
    storage: localStorage,
    onlySaveAfterUserInteractions: true,
  });
  const isRow = orientation === 'horizontal';
  return (
    <Group
      id={id}
      orientation={orientation}
      {...(defaultLayout !== undefined && { defaultLayout })}
      onLayoutChanged={onLayoutChanged}
      className="min-h-0 min-w-0"
    >
      {panels.map((panel, index) => (
        <Fragment key={panel.id}>
          {index > 0 && (
            <Separator
              aria-label={panel.resizeLabel ?? 'Resize'}
              className={classNames(
                'relative shrink-0 bg-border transition-colors outline-none',
                'hover:bg-accent focus-visible:bg-focus data-[separator=active]:bg-accent',
                'after:absolute after:bg-transparent after:transition-colors focus-visible:after:bg-focus data-[separator=active]:after:bg-accent data-[separator=hover]:after:bg-accent',
                isRow
                  ? 'w-px after:inset-y-0 after:-left-px after:w-0.5'
                  : 'h-px after:inset-x-0 after:-top-px after:h-0.5',
              )}
            />
          )}
          <Panel
            id={panel.id}
            {...(panel.defaultSize !== undefined && { defaultSize: panel.defaultSize })}
            {...(panel.minSize !== undefined && { minSize: panel.minSize })}
            {...(panel.maxSize !== undefined && { maxSize: panel.maxSize })}
            groupResizeBehavior={
              panel.keepsPixels === true ? 'preserve-pixel-size' : 'preserve-relative-size'
            }
            className="flex min-h-0 min-w-0 flex-col"
          >
            {panel.content}
          </Panel>
        </Fragment>
      ))}
    </Group>
  );
}
