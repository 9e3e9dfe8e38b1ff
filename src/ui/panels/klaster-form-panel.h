/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-form.h"
#include "klaster-record-panel.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_FORM_PANEL (klaster_form_panel_get_type ())
G_DECLARE_DERIVABLE_TYPE (KlasterFormPanel, klaster_form_panel, KLASTER, FORM_PANEL, AdwBin)

/**
 * KlasterFormPanel:
 *
 * What the panels of single tables share: a form, groups one below the other that scroll, and what is told to all of them
 * when other records or another project are shown. Implements #KlasterRecordPanel; a subclass implements it once more for
 * its own title and menu. In a template its children are groups.
 *
 * Properties: project (KlasterProject, nullable), form (KlasterForm, read-only)
 */
struct _KlasterFormPanelClass
{
  AdwBinClass parent_class;

  /* (nullable): other records are shown; the groups know already. n_ids 0: none */
  void (*shown)   (KlasterFormPanel *self,
                   const gint64     *ids,
                   guint             n_ids);
  /* (nullable): the form shows something else: other records, or other values of them */
  void (*update)  (KlasterFormPanel *self);
  /* (nullable): the project changed, maybe in other tables; @delta (nullable) */
  void (*changed) (KlasterFormPanel *self,
                   KlasterDelta     *delta);
};

/* First of all in the init function of a subclass */
void            klaster_form_panel_set_table   (KlasterFormPanel *self,
                                                KlasterTable      table);
KlasterForm    *klaster_form_panel_get_form    (KlasterFormPanel *self);
KlasterProject *klaster_form_panel_get_project (KlasterFormPanel *self);
/* The one record that is shown; NULL: none, or several */
KlasterRow     *klaster_form_panel_get_single  (KlasterFormPanel *self);
/* Tells @group, which stands somewhere inside the panel, what is shown, and writes what is pending in it */
void            klaster_form_panel_follow_group (KlasterFormPanel *self,
                                                GtkWidget        *group);
/* Below the others; follows project and records by itself. Returns @group */
GtkWidget      *klaster_form_panel_add_group   (KlasterFormPanel *self,
                                                GtkWidget        *group);
/* A group for fields */
GtkWidget      *klaster_form_panel_add_section (KlasterFormPanel *self,
                                                const char       *title,
                                                const char       *description);
/* A row of @type, a #KlasterFieldRow, that edits @column */
GtkWidget      *klaster_form_panel_add_field   (KlasterFormPanel *self,
                                                GtkWidget        *group,
                                                GType             type,
                                                const char       *column);
/* The documents of the record, where files that are dropped on the panel go; the KlasterAttachmentGroup */
GtkWidget      *klaster_form_panel_add_documents (KlasterFormPanel *self);

G_END_DECLS
