/** HubSpot's components as plain elements, for the preview beside the local desk alone. What they look like in HubSpot is HubSpot's. */
import { createElement, type ReactNode, useState } from 'react';
import { answerLocally } from './local-worker.ts';

type Props = Record<string, unknown> & { children?: ReactNode; testId?: string };
const id = ({ testId }: Props) => (testId === undefined ? {} : { 'data-testid': testId });
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const click = ({ onClick, disabled, loading }: Props) => ({ onClick: onClick as (() => void) | undefined, disabled: disabled === true || loading === true });
const plain = (tag: string, className: string) => (props: Props) => createElement(tag, { className, ...id(props) }, props.children);

export const Flex = (props: Props) => (
  <div className={`flex ${text(props.direction) || 'row'}`} {...id(props)}>
    {props.children}
  </div>
);
export const Text = (props: Props) => {
  const bold = (props.format as { fontWeight?: string } | undefined)?.fontWeight === 'bold';
  return createElement(props.inline === true ? (bold ? 'strong' : 'span') : 'p', { className: text(props.variant), ...id(props) }, props.children);
};
export const Heading = plain('h3', '');
export const Tile = plain('div', 'tile');
export const Tag = plain('span', 'tag');
export const ModalBody = plain('div', '');
export const ModalFooter = plain('div', 'flex row');
export const Modal = (props: Props) => (
  <section className="tile" aria-label={text(props.title)}>
    <h3>{text(props.title)}</h3>
    {props.children}
  </section>
);
export const DescriptionList = plain('dl', '');
export const DescriptionListItem = (props: Props) => (
  <>
    <dt>{text(props.label)}</dt>
    <dd>{props.children}</dd>
  </>
);
export const List = (props: Props) => {
  const items = (Array.isArray(props.children) ? props.children.flat() : [props.children]).filter(Boolean) as ReactNode[];
  // biome-ignore lint/suspicious/noArrayIndexKey: a list is drawn once as it came.
  const rows = items.map((item, index) => <li key={index}>{item}</li>);
  return text(props.variant).startsWith('ordered') ? <ol>{rows}</ol> : <ul>{rows}</ul>;
};
export const Link = (props: Props) => (
  <a href={(props.href as { url: string }).url} target="_blank" rel="noopener noreferrer">
    {props.children}
  </a>
);
export const Alert = (props: Props) => (
  <div className={`alert ${text(props.variant)}`} role="status" {...id(props)}>
    <strong>{text(props.title)}</strong>
    <div>{props.children}</div>
  </div>
);
export const LoadingSpinner = (props: Props) => <p role="status">{text(props.label)}</p>;
export const Accordion = (props: Props) => (
  <details onToggle={(event) => event.currentTarget.open && (props.onClick as (() => void) | undefined)?.()}>
    <summary>{text(props.title)}</summary>
    {props.children}
  </details>
);
/** An overlay opens below its button: the preview has no HubSpot window to open it over. */
export const Button = (props: Props) => {
  const [open, setOpen] = useState(false);
  const { onClick, disabled } = click(props);
  const press = () => {
    setOpen(!open);
    onClick?.();
  };
  return (
    <>
      <button type="button" className={text(props.variant)} disabled={disabled} onClick={press} {...id(props)}>
        {props.children}
      </button>
      {open && (props.overlay as ReactNode)}
    </>
  );
};
export const LoadingButton = Button;
export const TextArea = (props: Props) => (
  <label>
    {text(props.label)}
    <textarea
      rows={Number(props.rows ?? 4)}
      value={text(props.value)}
      onChange={(event) => (props.onChange as ((v: string) => void) | undefined)?.(event.target.value)}
    />
  </label>
);
export const Input = (props: Props) => (
  <label>
    {text(props.label)}
    <input name={text(props.name)} value={text(props.value)} onChange={(event) => (props.onInput as ((v: string) => void) | undefined)?.(event.target.value)} />
  </label>
);
export const Select = (props: Props) => (
  <label>
    {text(props.label)}
    <select defaultValue="" onChange={(event) => (props.onChange as ((v: string) => void) | undefined)?.(event.target.value)}>
      <option value="" disabled />
      {(props.options as { value: string; label: string }[]).map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  </label>
);
export const hubspot = { fetch: answerLocally, extend: () => undefined };
