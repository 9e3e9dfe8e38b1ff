/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Everything that differs between the GTK and libadwaita of Debian 12 and 13. */

typedef enum
{
  KLASTER_CHOICE_PLAIN,
  KLASTER_CHOICE_SUGGESTED,
  KLASTER_CHOICE_DESTRUCTIVE,
} KlasterChoiceLook;

/**
 * KlasterChoice:
 * @id: what klaster_compat_choose_finish() returns
 * @label: what its button says, with a mnemonic
 * @look: how its button looks
 */
typedef struct
{
  const char *id;
  const char *label;
  KlasterChoiceLook look;
} KlasterChoice;

void   klaster_compat_open_file_async  (GtkWindow           *parent,
                                        const char          *title,
                                        const char          *accept,
                                        GListModel          *filters,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
GFile *klaster_compat_open_file_finish (GAsyncResult        *result,
                                        GError             **error);
/* Several; (transfer full) (element-type GFile) */
void        klaster_compat_open_files_async  (GtkWindow           *parent,
                                              const char          *title,
                                              const char          *accept,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
GListModel *klaster_compat_open_files_finish (GAsyncResult        *result,
                                              GError             **error);
void   klaster_compat_save_file_async  (GtkWindow           *parent,
                                        const char          *title,
                                        const char          *accept,
                                        const char          *name,
                                        GFile               *folder,
                                        GListModel          *filters,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
GFile *klaster_compat_save_file_finish (GAsyncResult        *result,
                                        GError             **error);
void   klaster_compat_choose_async     (GtkWindow           *parent,
                                        const char          *heading,
                                        const char          *body,
                                        GtkWidget           *extra,
                                        const KlasterChoice *choices,
                                        guint                n_choices,
                                        const char          *default_id,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
char  *klaster_compat_choose_finish    (GAsyncResult        *result,
                                        GError             **error);
void   klaster_compat_choose_set_enabled (GtkWidget         *extra,
                                        const char          *id,
                                        gboolean             enabled);
void   klaster_compat_show_about       (GtkWindow           *parent);
void   klaster_compat_open_with_default (GtkWindow          *parent,
                                        GFile               *file);
GListModel *klaster_compat_create_filters (const char       *name,
                                        const char *const   *patterns);

G_END_DECLS
