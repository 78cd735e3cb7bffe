CREATE TABLE `audit` (
	`seq` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`json` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `erasures` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`state` text NOT NULL,
	`json` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `golden_tickets` (
	`id` text PRIMARY KEY NOT NULL,
	`json` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `proposals` (
	`id` text PRIMARY KEY NOT NULL,
	`release_id` text NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`json` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `proposals_by_age` ON `proposals` (`created_at`);--> statement-breakpoint
CREATE INDEX `proposals_by_release` ON `proposals` (`release_id`);--> statement-breakpoint
CREATE TABLE `requester_keys` (
	`requester` text PRIMARY KEY NOT NULL,
	`key_version` integer NOT NULL,
	`wrapped` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `requester_names` (
	`name` text NOT NULL,
	`requester` text NOT NULL,
	PRIMARY KEY(`name`, `requester`)
);
--> statement-breakpoint
CREATE INDEX `requester_names_by_requester` ON `requester_names` (`requester`);--> statement-breakpoint
CREATE TABLE `retired_releases` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`why` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `trace_terms` (
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`trace_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`kind`, `value`, `trace_id`)
);
--> statement-breakpoint
CREATE INDEX `trace_terms_by_age` ON `trace_terms` (`created_at`);--> statement-breakpoint
ALTER TABLE `effects` ADD `actor` text DEFAULT 'deskgraph' NOT NULL;--> statement-breakpoint
CREATE INDEX `effects_by_ticket` ON `effects` (`ticket_id`);--> statement-breakpoint
ALTER TABLE `suggestions` ADD `outcome` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `suggestions` ADD `answer_hash` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `suggestions` ADD `trace_id` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `suggestions` ADD `requester` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `suggestions` ADD `sealed` text;--> statement-breakpoint
ALTER TABLE `suggestions` ADD `capsule` text;--> statement-breakpoint
CREATE INDEX `suggestions_by_age` ON `suggestions` (`created_at`);--> statement-breakpoint
CREATE INDEX `suggestions_by_requester` ON `suggestions` (`requester`);--> statement-breakpoint
CREATE INDEX `suggestions_by_trace` ON `suggestions` (`trace_id`);--> statement-breakpoint
ALTER TABLE `traces` ADD `ticket_id` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `traces` ADD `release_id` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `traces` ADD `outcome` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `traces_by_age` ON `traces` (`created_at`);--> statement-breakpoint
CREATE INDEX `traces_by_ticket` ON `traces` (`ticket_id`);