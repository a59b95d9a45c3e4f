import { useEffect, useId, useRef, useState, type ReactNode } from "react";

export interface PopoverProps {
  /** What the button shows. */
  readonly label: ReactNode;
  /** What it's called, where that isn't what it shows. */
  readonly name?: string;
  readonly className?: string;
  /** At its right end. */
  readonly right?: boolean;
  readonly onClose?: () => void;
  readonly children: (close: () => void) => ReactNode;
}

/** A button that opens a box below itself. Escape, a click elsewhere or going on by Tab closes it. */
export function Popover({ label, name, className = "", right = false, onClose, children }: PopoverProps) {
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => {
    if (!open) return;
    setOpen(false);
    onClose?.();
  };
  const latest = useRef(close);
  latest.current = close;

  useEffect(() => {
    if (!open) return;
    const elsewhere = (event: Event) => {
      if (!whole.current?.contains(event.target as Node)) latest.current();
    };
    for (const type of ["pointerdown", "focusin"] as const) addEventListener(type, elsewhere);
    whole.current?.querySelector<HTMLElement>(".popover input, .popover button, .popover a")?.focus();
    return () => {
      for (const type of ["pointerdown", "focusin"] as const) removeEventListener(type, elsewhere);
    };
  }, [open]);

  const closeHere = () => {
    close();
    button.current?.focus();
  };
  return (
    <div
      className={`has-popover ${className}`}
      ref={whole}
      onKeyDown={(event) => {
        if (event.key === "Escape" && open) closeHere();
      }}
    >
      <button
        type="button"
        ref={button}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={name}
        onClick={() => (open ? closeHere() : setOpen(true))}
      >
        {label}
      </button>
      {open && (
        <div className={`popover ${right ? "right" : ""}`} id={id}>
          {children(closeHere)}
        </div>
      )}
    </div>
  );
}
