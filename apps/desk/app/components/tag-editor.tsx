import { type KeyboardEvent, useId, useState } from 'react';
import { CloseIcon } from './icons.tsx';

type Props = { tags: readonly string[]; saved: readonly string[]; disabled: boolean; onChange: (tags: string[]) => void };

/** Tags as chips; Enter or a comma adds, Backspace in the empty field takes the last one away. */
export function TagEditor({ tags, saved, disabled, onChange }: Props) {
  const [text, setText] = useState('');
  const id = useId();

  function add(): void {
    const added = text.split(/[\s,]+/).filter(Boolean);
    if (added.length > 0) onChange([...tags, ...added]);
    setText('');
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' || event.key === ',' || event.key === ' ') {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && text === '' && tags.length > 0) onChange(tags.slice(0, -1));
  }

  return (
    <div className="field tags-field">
      <label htmlFor={id}>Tags</label>
      <div className="tag-box" data-testid="field-tags">
        {tags.map((tag) => (
          <span key={tag} className="tag" data-unsaved={!saved.includes(tag) || undefined}>
            <span className="tag-name">{tag}</span>
            <button type="button" aria-label={`Remove tag ${tag}`} disabled={disabled} onClick={() => onChange(tags.filter((t) => t !== tag))}>
              <CloseIcon />
            </button>
          </span>
        ))}
        <input
          id={id}
          value={text}
          disabled={disabled}
          placeholder={tags.length === 0 ? 'Add a tag' : ''}
          maxLength={128}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={add}
        />
      </div>
    </div>
  );
}
