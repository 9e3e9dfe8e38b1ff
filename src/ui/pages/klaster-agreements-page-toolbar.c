/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-agreements-page-private.h"
#include "klaster-focus.h"
#include "klaster-record-picker.h"
#include "klaster-template.h"

/* What was asked for last, to be changed. */
static KlasterQuery *
copy_query (KlasterAgreementsPage *self)
{
  return klaster_query_copy (klaster_query_model_get_query (self->model));
}

static void
search_cb (KlasterAgreementsPage *self)
{
  g_autoptr (KlasterQuery) query = NULL;

  if (self->updating || self->model == NULL)
    return;

  query = copy_query (self);
  klaster_query_set_search (query, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  klaster_query_model_set_query (self->model, query);
}

static void
stop_search_cb (KlasterAgreementsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_child_focus (self->stack, GTK_DIR_TAB_FORWARD);
}

static void
show_all_cb (KlasterAgreementsPage *self)
{
  g_autoptr (KlasterQuery) query = copy_query (self);

  klaster_query_clear_facets (query);
  klaster_query_set_search (query, "");
  klaster_query_model_set_query (self->model, query);
}

/* Chips */

static void
chip_toggled_cb (GtkToggleButton       *chip,
                 KlasterAgreementsPage *self)
{
  const char *value = g_object_get_data (G_OBJECT (chip), "value");
  KlasterRegisterFacet facet = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), "facet"));
  g_autoptr (KlasterQuery) query = NULL;

  if (self->updating || self->model == NULL)
    return;

  query = copy_query (self);
  if (value == NULL)
    klaster_query_clear_facets (query);
  else if (*value == '\0')
    klaster_query_set_party (query, 0);
  else
    klaster_query_set_facet (query, facet, value, gtk_toggle_button_get_active (chip));
  klaster_query_model_set_query (self->model, query);
  /* A click on “All” while it is on changes nothing: it stays on. */
  klaster_agreements_page_update_toolbar (self);
}

static GtkWidget *
find_chip (KlasterAgreementsPage *self,
           KlasterRegisterFacet   facet,
           const char            *value)
{
  for (GtkWidget *chip = gtk_widget_get_first_child (self->chips); chip; chip = gtk_widget_get_next_sibling (chip))
    {
      const char *chip_value = g_object_get_data (G_OBJECT (chip), "value");

      if (g_strcmp0 (chip_value, value) == 0 &&
          (value == NULL || GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), "facet")) == facet))
        return chip;
    }

  return NULL;
}

/* @value: NULL for all, "" for the party that was chosen */
static void
show_chip (KlasterAgreementsPage *self,
           KlasterRegisterFacet   facet,
           const char            *value,
           const char            *text,
           gboolean               active)
{
  GtkWidget *chip = find_chip (self, facet, value);

  if (chip == NULL)
    {
      chip = gtk_toggle_button_new ();
      gtk_widget_add_css_class (chip, "chip");
      g_object_set_data_full (G_OBJECT (chip), "value", g_strdup (value), g_free);
      g_object_set_data (G_OBJECT (chip), "facet", GUINT_TO_POINTER (facet));
      g_signal_connect_object (chip, "toggled", G_CALLBACK (chip_toggled_cb), self, 0);
      klaster_wrap_box_append (KLASTER_WRAP_BOX (self->chips), chip);
    }
  g_object_set_data (G_OBJECT (chip), "wanted", GINT_TO_POINTER (TRUE));
  gtk_button_set_label (GTK_BUTTON (chip), text);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), active);
}

static void
show_value_chip (KlasterAgreementsPage    *self,
                 const KlasterQueryResult *result,
                 KlasterRegisterFacet      facet,
                 const char               *value,
                 const char               *name)
{
  KlasterQuery *query = klaster_query_model_get_query (self->model);
  guint count = klaster_query_result_count (result, facet, value);
  gboolean active = klaster_query_get_facet (query, facet, value);
  /* Translators: a filter button: what, and how many there are: "Schools 22". */
  g_autofree char *text = g_strdup_printf (_("%1$s %2$u"), name, count);

  if (count > 0 || active)
    show_chip (self, facet, value, text, active);
}

static void
update_chips (KlasterAgreementsPage    *self,
              const KlasterQueryResult *result)
{
  static const char *const statuses[] = { "in_force", "expiring", "expired", "signed", "draft", "terminated" };
  static const char *const lists[] = { "agreement_statuses", "agreement_kinds", "areas" };
  KlasterQuery *query = klaster_query_model_get_query (self->model);
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (self->project);
  KlasterLanguage language = klaster_language_get_default ();
  gboolean any = klaster_query_get_party (query) != 0;
  g_autofree char *all = NULL;

  for (guint f = 0; f < KLASTER_REGISTER_N_FACETS; f++)
    any |= klaster_query_count_facet (query, f) > 0;
  /* Translators: a filter button: all agreements, and how many they are. */
  all = g_strdup_printf (C_("agreements", "All %u"), result->n_matching);
  show_chip (self, 0, NULL, all, !any);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    show_value_chip (self, result, KLASTER_REGISTER_BY_STATUS, statuses[i],
                     klaster_vocabulary_get_name (snapshot, "agreement_statuses", statuses[i], language));
  /* Translators: a filter button: agreements that need attention. */
  show_value_chip (self, result, KLASTER_REGISTER_BY_ATTENTION, "yes", C_("agreements", "Needs attention"));

  /* What was chosen in the popover shows too, so that it can be seen and taken back. */
  for (guint f = KLASTER_REGISTER_BY_KIND; f <= KLASTER_REGISTER_BY_AREA; f++)
    {
      GHashTableIter iter;
      gpointer value;

      g_hash_table_iter_init (&iter, result->counts[f]);
      while (g_hash_table_iter_next (&iter, &value, NULL))
        if (klaster_query_get_facet (query, f, value))
          show_value_chip (self, result, f, value, klaster_vocabulary_get_name (snapshot, lists[f], value, language));
    }
  if (klaster_query_get_party (query) != 0)
    {
      KlasterRow *party = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                                   klaster_query_get_party (query));
      g_autofree char *name = party ? klaster_record_describe (snapshot, party, language) : g_strdup ("…");

      show_chip (self, 0, "", name, TRUE);
    }

  if (any)
    gtk_widget_add_css_class (self->filter_button, "filtered");
  else
    gtk_widget_remove_css_class (self->filter_button, "filtered");
}

/* The popover */

static void
choice_toggled_cb (GtkCheckButton        *check,
                   KlasterAgreementsPage *self)
{
  const char *value = g_object_get_data (G_OBJECT (check), "value");
  KlasterRegisterFacet facet = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "facet"));
  g_autoptr (KlasterQuery) query = copy_query (self);

  klaster_query_set_facet (query, facet, value, gtk_check_button_get_active (check));
  klaster_query_model_set_query (self->model, query);
}

static void
party_picked_cb (KlasterAgreementsPage *self,
                 gint64                 id)
{
  g_autoptr (KlasterQuery) query = copy_query (self);

  gtk_popover_popdown (GTK_POPOVER (self->filter_popover));
  klaster_query_set_party (query, id);
  klaster_query_model_set_query (self->model, query);
}

static void
add_heading (KlasterAgreementsPage *self,
             const char            *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (self->filter_box), label);
}

static void
add_choices (KlasterAgreementsPage    *self,
             const KlasterQueryResult *result,
             KlasterRegisterFacet      facet,
             const char               *list,
             const char               *title)
{
  KlasterQuery *query = klaster_query_model_get_query (self->model);
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (self->project);
  const char *const *tokens = klaster_schema_get_tokens (list);
  gboolean headed = FALSE;

  for (guint i = 0; tokens[i]; i++)
    {
      guint count = klaster_query_result_count (result, facet, tokens[i]);
      gboolean active = klaster_query_get_facet (query, facet, tokens[i]);
      g_autofree char *text = NULL;
      GtkWidget *check;

      if (count == 0 && !active)
        continue;
      if (!headed)
        add_heading (self, title);
      headed = TRUE;
      /* Translators: a choice in a filter: what, and how many that would leave: "Memorandum (3)". */
      text = g_strdup_printf (_("%1$s (%2$u)"),
                              klaster_vocabulary_get_name (snapshot, list, tokens[i], klaster_language_get_default ()), count);
      check = gtk_check_button_new_with_label (text);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), active);
      g_object_set_data (G_OBJECT (check), "value", (gpointer) tokens[i]);
      g_object_set_data (G_OBJECT (check), "facet", GUINT_TO_POINTER (facet));
      g_signal_connect_object (check, "toggled", G_CALLBACK (choice_toggled_cb), self, 0);
      gtk_box_append (GTK_BOX (self->filter_box), check);
    }
}

/* Filled each time it opens: counts are those of the moment. */
static void
filter_shown_cb (KlasterAgreementsPage *self)
{
  const KlasterQueryResult *result = self->model ? klaster_query_model_get_result (self->model) : NULL;
  GtkWidget *child, *picker;

  while ((child = gtk_widget_get_first_child (self->filter_box)))
    gtk_box_remove (GTK_BOX (self->filter_box), child);
  if (result == NULL)
    return;

  add_choices (self, result, KLASTER_REGISTER_BY_KIND, "agreement_kinds", C_("agreements", "Kind"));
  add_choices (self, result, KLASTER_REGISTER_BY_AREA, "areas", C_("agreements", "Area"));
  add_heading (self, C_("agreements", "Party"));
  picker = klaster_record_picker_new (self->project, KLASTER_TABLE_INSTITUTION, _("Any party"));
  gtk_widget_set_size_request (picker, 300, 240);
  g_signal_connect_object (picker, "picked", G_CALLBACK (party_picked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->filter_box), picker);
}

/**
 * klaster_agreements_page_bind_toolbar:
 * @widget_class: the page's
 */
void
klaster_agreements_page_bind_toolbar (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_shown_cb);
}

static void
append (GMenu      *menu,
        const char *label,
        const char *action,
        gint64      id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "x", id);
  g_menu_append_item (menu, item);
}

/* Every kind, then the project's own templates, which may be several of a kind. */
static void
create_new_menu_cb (GtkMenuButton *button,
                    gpointer       user_data)
{
  KlasterAgreementsPage *self = user_data;
  KlasterLanguage language = klaster_language_get_default ();
  const char *const *kinds = klaster_schema_get_tokens ("agreement_kinds");
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) by_kind = g_menu_new ();
  g_autoptr (GMenu) own = g_menu_new ();
  g_autoptr (GPtrArray) templates = NULL;

  for (guint i = 0; kinds[i]; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (klaster_vocabulary_get_name (NULL, "agreement_kinds", kinds[i], language), NULL);

      g_menu_item_set_action_and_target (item, "agreements.add", "s", kinds[i]);
      g_menu_append_item (by_kind, item);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (by_kind));
  templates = self->project ? klaster_template_list (klaster_project_get_snapshot (self->project), NULL) : NULL;
  for (guint i = 0; templates && i < templates->len; i++)
    {
      const KlasterTemplate *template = templates->pdata[i];
      const char *name = klaster_row_get_name (template->row, KLASTER_TEMPLATE_NAME_UZ, language);

      if (!template->builtin && *name)
        append (own, name, "agreements.add-from", klaster_row_get_id (template->row));
    }
  if (g_menu_model_get_n_items (G_MENU_MODEL (own)) > 0)
    g_menu_append_section (menu, _("Own Templates"), G_MENU_MODEL (own));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
create_more_menu_cb (GtkMenuButton *button,
                     gpointer       user_data)
{
  KlasterAgreementsPage *self = user_data;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) year = g_menu_new ();
  g_autoptr (GMenu) list = g_menu_new ();
  g_autoptr (GPtrArray) templates = NULL;

  g_menu_append (year, _("_Turn of the Academic Year…"), "agreements.turn-year");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (year));
  templates = self->project ? klaster_template_list (klaster_project_get_snapshot (self->project), NULL) : NULL;
  for (guint i = 0; templates && i < templates->len; i++)
    {
      const KlasterTemplate *template = templates->pdata[i];
      const char *name = klaster_row_get_name (template->row, KLASTER_TEMPLATE_NAME_UZ, klaster_language_get_default ());

      if (*name)
        append (list, name, "agreements.edit-template", klaster_row_get_id (template->row));
    }
  g_menu_append_section (menu, _("Change a Template"), G_MENU_MODEL (list));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/**
 * klaster_agreements_page_set_up_toolbar:
 *
 * Menus are made when they are opened: the project may have templates of its own.
 */
void
klaster_agreements_page_set_up_toolbar (KlasterAgreementsPage *self)
{
  klaster_walk_checks (self->filter_box);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->new_button), create_new_menu_cb, self, NULL);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->more_button), create_more_menu_cb, self, NULL);
}

/**
 * klaster_agreements_page_update_toolbar:
 *
 * Shows the counts of the last run and what the query asks for.
 */
void
klaster_agreements_page_update_toolbar (KlasterAgreementsPage *self)
{
  const KlasterQueryResult *result = self->model ? klaster_query_model_get_result (self->model) : NULL;

  if (result == NULL)
    return;

  self->updating = TRUE;
  for (GtkWidget *chip = gtk_widget_get_first_child (self->chips); chip; chip = gtk_widget_get_next_sibling (chip))
    g_object_set_data (G_OBJECT (chip), "wanted", NULL);
  update_chips (self, result);
  for (GtkWidget *chip = gtk_widget_get_first_child (self->chips); chip;)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (chip);

      if (g_object_get_data (G_OBJECT (chip), "wanted") == NULL)
        gtk_widget_unparent (chip);
      chip = next;
    }
  self->updating = FALSE;
}

/**
 * klaster_agreements_page_show_query:
 *
 * Shows the search text and the grouping of the query, wherever they were set.
 */
void
klaster_agreements_page_show_query (KlasterAgreementsPage *self)
{
  const char *search = klaster_query_get_search (klaster_query_model_get_query (self->model));
  g_autofree char *shown = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search_entry))));

  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "group")),
                             g_variant_new_string (klaster_register_grouping_get_name (
                               klaster_query_get_grouping (klaster_query_model_get_query (self->model)))));
  if (g_strcmp0 (shown, search) == 0)
    return;
  self->updating = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), search);
  self->updating = FALSE;
}
