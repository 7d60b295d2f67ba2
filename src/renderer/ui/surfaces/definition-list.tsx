import { Fragment } from 'react';
import type { ReactNode } from 'react';

export interface DefinitionListProps {
  readonly items: readonly {
    readonly term: string;
    /** Null shows a dash: there is no value. */
    readonly description: ReactNode | null;
  }[];
}

/** Names and values in two columns. */
export function DefinitionList({ items }: DefinitionListProps): ReactNode {
  return (
    <dl className="grid grid-cols-[fit-content(40%)_minmax(0,1fr)] gap-x-4 gap-y-1 text-13">
      {items.map(({ term, description }) => (
        <Fragment key={term}>
          <dt className="text-muted">{term}</dt>
          <dd className="min-w-0 break-words tabular">
            {description ?? <span className="text-faint">–</span>}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
