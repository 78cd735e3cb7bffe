CREATE TABLE `artifacts` (
	`name` text NOT NULL,
	`key` text NOT NULL,
	`parts` integer NOT NULL,
	`used_at` integer NOT NULL,
	PRIMARY KEY(`name`, `key`)
);
--> statement-breakpoint
CREATE TABLE `knowledge_state` (
	`name` text PRIMARY KEY NOT NULL,
	`json` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `overlays` (
	`sequence` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`json` text NOT NULL,
	`edited_by` text NOT NULL,
	`edited_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `overlays_id_unique` ON `overlays` (`id`);--> statement-breakpoint
CREATE TABLE `source_cursors` (
	`source` text PRIMARY KEY NOT NULL,
	`cursor` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sources` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`config` text NOT NULL,
	`paused` integer NOT NULL,
	`connected_at` integer NOT NULL,
	`last_read_at` integer,
	`last_reading` text
);
--> statement-breakpoint
CREATE TABLE `vector_ids` (
	`generation` text NOT NULL,
	`id` text NOT NULL,
	PRIMARY KEY(`generation`, `id`)
);
--> statement-breakpoint
CREATE INDEX `vector_ids_by_generation` ON `vector_ids` (`generation`);--> statement-breakpoint
ALTER TABLE `documents` ADD `source` text DEFAULT 'files' NOT NULL;--> statement-breakpoint
ALTER TABLE `documents` ADD `hash` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `documents` ADD `version` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `documents` ADD `pass` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `documents` ADD `url` text;--> statement-breakpoint
ALTER TABLE `documents` ADD `ticket_id` text;--> statement-breakpoint
CREATE INDEX `documents_by_source` ON `documents` (`source`);--> statement-breakpoint
CREATE INDEX `documents_by_url` ON `documents` (`url`);--> statement-breakpoint
CREATE INDEX `documents_by_ticket` ON `documents` (`ticket_id`);