// Where a file is dropped or chosen; the button does the same by keyboard.
import { Button, FileButton } from '@mantine/core';
import { useState } from 'react';
import { bytesText } from '../../format/numbers.js';
import { Icon } from '../../parts/Icon.js';
import { LogText } from '../../parts/LogText.js';
import { texts } from '../../texts/texts.js';
import classes from './FileDrop.module.css';

export interface FileDropProps {
  readonly file: File | null;
  readonly maxBytes: number;
  readonly disabled: boolean;
  choose(file: File): void;
}

export function FileDrop({ file, maxBytes, disabled, choose }: FileDropProps) {
  const [over, setOver] = useState(false);
  const [several, setSeveral] = useState(false);
  const drop = (event: React.DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const { files } = event.dataTransfer;
    const [first] = files;
    if (disabled || first === undefined) return;
    setSeveral(files.length > 1);
    choose(first);
  };
  return (
    <div
      className={classes['drop']}
      data-over={(over && !disabled) || undefined}
      data-chosen={file !== null || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span className={classes['icon']}>
        <Icon name="replay" size={20} />
      </span>
      <div className={classes['text']}>
        {file === null ? (
          <p className={classes['title']}>{over ? texts.replay.dropNow : texts.replay.drop}</p>
        ) : (
          <p className={classes['name']}>
            <LogText text={file.name} /> <span>{bytesText(file.size)}</span>
          </p>
        )}
        <p className={classes['hint']}>
          {several ? texts.replay.one : texts.replay.takes(bytesText(maxBytes))}
        </p>
      </div>
      <FileButton
        onChange={(chosen) => {
          if (chosen === null) return;
          setSeveral(false);
          choose(chosen);
        }}
        disabled={disabled}
      >
        {(props) => (
          <Button {...props} size="xs" variant={file === null ? 'filled' : 'default'} disabled={disabled}>
            {file === null ? texts.replay.choose : texts.replay.another}
          </Button>
        )}
      </FileButton>
    </div>
  );
}
