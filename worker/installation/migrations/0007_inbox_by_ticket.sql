DROP INDEX `inbox_dedupe`;--> statement-breakpoint
DROP INDEX `inbox_by_ticket`;--> statement-breakpoint
CREATE UNIQUE INDEX `inbox_by_ticket` ON `inbox` (`ticket_id`,`dedupe_key`);--> statement-breakpoint
UPDATE `inbox` SET `due_at` = `due_at` + 2592000000 WHERE `state` <> 'pending';
