/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"
#include "klaster-scope.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_WORKER_VIEW (klaster_worker_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (KlasterWorkerView, klaster_worker_view, KLASTER, WORKER_VIEW, AdwBin)

/**
 * KlasterWorkerView:
 *
 * A table of a page whose rows are made on a worker from the snapshot, anew after every edit, the last wish winning: bar
 * with a summary, the table, and what stands there while it is empty.
 *
 * Properties: project (KlasterProject), selection (KlasterSelection), scope (KlasterScope)
 */
struct _KlasterWorkerViewClass
{
  AdwBinClass parent_class;

  /* What a list is made of (main thread), the list (worker; NULL: cancelled), and who takes it over (main thread) */
  gpointer     (*prepare) (KlasterWorkerView *self,
                           KlasterSnapshot   *snapshot);
  GDestroyNotify job_free;
  gpointer     (*work)    (gpointer           job,
                           GCancellable      *cancellable);
  GDestroyNotify list_free;
  void         (*take)    (KlasterWorkerView *self,
                           gpointer           job,
                           gpointer           list);

  /* The project is another one, or none: nothing of the last one stays */
  void (*forget)         (KlasterWorkerView *self);
  /* (nullable): an edit, before the list is made anew */
  void (*changed)        (KlasterWorkerView *self,
                          KlasterDelta      *delta);
  /* (nullable): the selection is another object */
  void (*selection_set)  (KlasterWorkerView *self);
  /* Fills what is seen anew, from what is known */
  void (*refresh)        (KlasterWorkerView *self);
  /* (nullable): what is selected changed */
  void (*selected)       (KlasterWorkerView *self);
  void (*update_actions) (KlasterWorkerView *self);
};

KlasterProject   *klaster_worker_view_get_project   (KlasterWorkerView *self);
KlasterSelection *klaster_worker_view_get_selection (KlasterWorkerView *self);
KlasterScope     *klaster_worker_view_get_scope     (KlasterWorkerView *self);
gboolean          klaster_worker_view_get_editable  (KlasterWorkerView *self);
/* The day that the pages look at; (transfer full) */
char             *klaster_worker_view_dup_date      (KlasterWorkerView *self);
/* For the init function: actions with their prefix */
void              klaster_worker_view_add_actions   (KlasterWorkerView  *self,
                                                     const char         *prefix,
                                                     const GActionEntry *entries,
                                                     guint               n_entries);
void              klaster_worker_view_set_enabled   (KlasterWorkerView *self,
                                                     const char        *action,
                                                     gboolean           enabled);
/* For the init function: the table, which can be scrolled; @label: what it is a table of */
void              klaster_worker_view_set_table     (KlasterWorkerView *self,
                                                     GtkWidget         *table,
                                                     const char        *label);
GtkWidget        *klaster_worker_view_get_table     (KlasterWorkerView *self);
/* A box: the summary, behind which buttons are appended */
GtkWidget        *klaster_worker_view_get_bar       (KlasterWorkerView *self);
/* The box around all, and the AdwStatusPage that is shown while there is nothing */
GtkWidget        *klaster_worker_view_get_box       (KlasterWorkerView *self);
GtkWidget        *klaster_worker_view_get_empty     (KlasterWorkerView *self);
void              klaster_worker_view_set_summary   (KlasterWorkerView *self,
                                                     const char        *text,
                                                     gboolean           empty);
/* Makes the list anew */
void              klaster_worker_view_reload        (KlasterWorkerView *self);
/* Whether what is shown is what the project holds */
gboolean          klaster_worker_view_is_ready      (KlasterWorkerView *self);

G_END_DECLS
