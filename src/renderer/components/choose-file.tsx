import { Button, type ButtonProps } from 'antd';
import { useRef, type ReactNode } from 'react';
import { base64Of } from './base64.ts';

export interface ChosenFile {
  readonly fileName: string;
  readonly contentBase64: string;
}

interface ChooseFileProps {
  /** The field is `ID-file`, the button `action-ID`. */
  readonly id: string;
  readonly label: string;
  readonly accept: string;
  readonly button?: ButtonProps;
  readonly onChosen: (file: ChosenFile) => void;
  readonly children: ReactNode;
}

/** A button that lets a person pick one file; the same file can be picked again. */
export function ChooseFile({ id, label, accept, button, onChosen, children }: ChooseFileProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input} type="file" className="hidden" tabIndex={-1} data-testid={`${id}-file`} aria-label={label} accept={accept}
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = '';
          if (file !== undefined) void file.arrayBuffer().then((bytes) => onChosen({ fileName: file.name, contentBase64: base64Of(new Uint8Array(bytes)) }));
        }}
      />
      <Button {...button} data-testid={`action-${id}`} onClick={() => input.current?.click()}>{children}</Button>
    </>
  );
}
