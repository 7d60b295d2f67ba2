import { Collapsible } from '@base-ui/react/collapsible';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

export interface DisclosureProps {
  readonly summary: ReactNode;
  readonly children: ReactNode;
  readonly isOpenAtFirst?: boolean;
  /** Beside the summary; not part of what opens it. */
  readonly actions?: ReactNode;
}

/** Details behind one line. */
export function Disclosure({
  summary,
  children,
  isOpenAtFirst = false,
  actions,
}: DisclosureProps): ReactNode {
  return (
    <Collapsible.Root defaultOpen={isOpenAtFirst} className="min-w-0">
      <div className="flex items-center gap-2">
        <Collapsible.Trigger className="group flex h-7 min-w-0 flex-1 items-center gap-1 rounded-sm text-left text-13 font-medium text-text">
          <ChevronRight
            aria-hidden
            className="icon-sm text-faint transition-transform group-data-panel-open:rotate-90"
          />
          <span className="min-w-0 truncate">{summary}</span>
        </Collapsible.Trigger>
        {actions}
      </div>
      <Collapsible.Panel className="pl-5">{children}</Collapsible.Panel>
    </Collapsible.Root>
  );
}
