/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-project.h"

G_BEGIN_DECLS

/* Takes @files (element-type GFile) into the project and attaches them to the record @id of @table, or to
 * the @part of it (nullable), with one edit for those
 * that could be read and one message for the others. @widget: inside the window that shows the message. */
void klaster_document_intake_run (GtkWidget      *widget,
                                  KlasterProject *project,
                                  KlasterTable    table,
                                  gint64          id,
                                  const char     *part,
                                  GListModel     *files);

G_END_DECLS
