import { ShieldQuestion } from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import { Button } from '#renderer/ui/buttons/button.tsx';
import type { ButtonProps } from '#renderer/ui/buttons/button.tsx';
import { TrustDialog } from './trust-dialog.tsx';

/** Opens what the repository can run, to be agreed to. */
export function TrustButton({
  size = 'md',
  variant = 'secondary',
  label = 'Review and trust…',
}: Pick<ButtonProps, 'size' | 'variant'> & { readonly label?: string }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size={size} variant={variant} icon={ShieldQuestion} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {isOpen && <TrustDialog onClose={() => setOpen(false)} />}
    </>
  );
}
