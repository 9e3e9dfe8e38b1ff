/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-paper.h"

G_BEGIN_DECLS

/* (transfer full): an operation that prints the document as it is; paper of another size shows it smaller or larger */
GtkPrintOperation *klaster_print_job_new (KlasterPaper *paper);

G_END_DECLS
