import type { ReactNode } from 'react';

/** One primitive and its states. */
export function Section({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section aria-label={title} className="border-b border-border px-6 py-5">
      <h2 className="mb-3 text-12 font-medium text-faint">{title}</h2>
      <div className="flex flex-col gap-3">{children}</div>
    </section>
  );
}

/** States side by side. */
export function Row({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="flex flex-wrap items-center gap-3">{children}</div>;
}

/** Fields side by side, as wide as in a form. */
export function Fields({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="grid max-w-2xl grid-cols-2 items-start gap-4">{children}</div>;
}
