import type { KnowledgeSource } from '../../source-ports.ts';
import { zendeskArticlesSource } from './zendesk-articles-source.ts';
import { zendeskCatalogueSource } from './zendesk-catalogue-source.ts';
import { zendeskMacrosSource } from './zendesk-macros-source.ts';
import type { ZendeskReaderOptions } from './zendesk-reader.ts';
import { zendeskTicketsSource } from './zendesk-tickets-source.ts';

export type ZendeskSourcesOptions = ZendeskReaderOptions & {
  /** Id of the connected source: its streams are named `<id>/articles` and so on. */
  id: string;
  /** `articles`, `tickets`, `macros`, `catalogue` set to false leave that stream out; `historyDays`, `brand`, `locale` as the streams take them; `productField`, `topicField`, `planField`, `regionField`, `versionField` are ids of ticket fields. */
  config: Record<string, string | number | boolean | null>;
};

/** Everything of an account that knowledge is made from, a stream each. */
export function zendeskSources({ id, config, ...reader }: ZendeskSourcesOptions): KnowledgeSource[] {
  const on = (stream: string): boolean => config[stream] !== false;
  const brand = typeof config.brand === 'string' ? { brand: config.brand } : {};
  const locale = typeof config.locale === 'string' ? { locale: config.locale } : {};
  const field = (name: string): Record<string, string> => {
    const value = config[`${name}Field`];
    return value === undefined || value === null || value === '' || typeof value === 'boolean' ? {} : { [name]: String(value) };
  };
  const entityFields = { ...field('product'), ...field('plan'), ...field('region'), ...field('version') };
  const fields = { ...field('product'), ...field('topic') };
  const historyDays = typeof config.historyDays === 'number' ? { historyDays: config.historyDays } : {};
  return [
    ...(on('articles') ? [zendeskArticlesSource({ ...reader, name: `${id}/articles`, ...brand })] : []),
    ...(on('macros') ? [zendeskMacrosSource({ ...reader, name: `${id}/macros`, ...locale })] : []),
    ...(on('catalogue') ? [zendeskCatalogueSource({ ...reader, name: `${id}/catalogue`, entityFields })] : []),
    ...(on('tickets') ? [zendeskTicketsSource({ ...reader, name: `${id}/tickets`, fields, ...historyDays })] : []),
  ];
}
