/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What runs on other threads, so that the process can end without them: libraries free their tables while main() returns, and a
 * thread that sets text or reads XML then would crash. And so that nothing of a window or a project ends on them. */

/* How long main() waits for what does not follow its cancellable, seconds */
#define KLASTER_WORKERS_SECONDS 10

void     klaster_worker_run_task      (GTask           *task,
                                       GTaskThreadFunc  func);
void     klaster_worker_end_task_here (GTask           *task);
gboolean klaster_worker_enter         (void);
void     klaster_worker_leave         (void);
int      klaster_workers_finish       (int              status,
                                       guint            seconds);

G_END_DECLS
