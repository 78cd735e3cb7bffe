CREATE TABLE `open_tickets` (
	`ticket_id` text NOT NULL,
	`node` text NOT NULL,
	`usual` real NOT NULL,
	`opened_at` integer NOT NULL,
	PRIMARY KEY(`ticket_id`, `node`)
);
--> statement-breakpoint
CREATE INDEX `open_tickets_by_time` ON `open_tickets` (`opened_at`);