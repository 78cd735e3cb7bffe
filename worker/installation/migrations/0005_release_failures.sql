CREATE TABLE `release_failures` (
	`release_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `release_failures_by_release` ON `release_failures` (`release_id`,`at`);