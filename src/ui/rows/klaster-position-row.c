/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "klaster-coordinates.h"
#include "klaster-position-row.h"
#include "klaster-spoken.h"

struct _KlasterPositionRow
{
  KlasterTextRow parent_instance;

  GtkWidget *note; /* what was understood, where it is not what was typed */
  GtkWidget *place_button;
  GtkWidget *clear_button;
};

G_DEFINE_FINAL_TYPE (KlasterPositionRow, klaster_position_row, KLASTER_TYPE_TEXT_ROW)

static gboolean
is_blank (const char *text)
{
  for (; *text; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

static KlasterSharedState
klaster_position_row_format (KlasterTextField  *field,
                             char             **text)
{
  KlasterForm *form = klaster_field_row_get_form (KLASTER_FIELD_ROW (field));
  KlasterValue lon, lat;
  KlasterSharedState lon_state = klaster_form_get_shared (form, KLASTER_INSTITUTION_LON, &lon);
  KlasterSharedState lat_state = klaster_form_get_shared (form, KLASTER_INSTITUTION_LAT, &lat);

  if (lon.type == KLASTER_VALUE_REAL && lat.type == KLASTER_VALUE_REAL)
    *text = klaster_coordinates_format (lon.real, lat.real);
  else
    *text = g_strdup ("");

  return MAX (lon_state, lat_state);
}

static gboolean
klaster_position_row_validate (KlasterTextField  *field,
                               const char        *text,
                               GError           **error)
{
  KlasterPositionRow *self = KLASTER_POSITION_ROW (field);
  double lon, lat;
  gboolean swapped = FALSE;
  gboolean valid = is_blank (text) || klaster_coordinates_parse (text, &lon, &lat, &swapped, error);

  gtk_widget_set_visible (self->note, valid && swapped);

  return valid;
}

static void
klaster_position_row_write (KlasterTextField *field,
                            const char       *text)
{
  static const guint columns[] = { KLASTER_INSTITUTION_LON, KLASTER_INSTITUTION_LAT };
  KlasterFieldRow *row = KLASTER_FIELD_ROW (field);
  KlasterValue values[2] = { KLASTER_NULL, KLASTER_NULL };
  double lon, lat;

  if (!is_blank (text))
    {
      if (!klaster_coordinates_parse (text, &lon, &lat, NULL, NULL))
        return;
      values[0] = KLASTER_REAL (lon);
      values[1] = KLASTER_REAL (lat);
    }
  klaster_form_set_values (klaster_field_row_get_form (row), columns, values, 2, klaster_field_row_get_visit (row), text);
}

static void
klaster_position_row_present (KlasterTextField *field,
                              gboolean          empty,
                              gboolean          differs,
                              gboolean          editable)
{
  KlasterPositionRow *self = KLASTER_POSITION_ROW (field);
  KlasterForm *form = klaster_field_row_get_form (KLASTER_FIELD_ROW (field));
  KlasterValue lon;
  guint n_ids;
  const gint64 *ids = klaster_form_get_ids (form, &n_ids);

  KLASTER_TEXT_FIELD_CLASS (klaster_position_row_parent_class)->present (field, empty, differs, editable);
  klaster_form_get_shared (form, KLASTER_INSTITUTION_LON, &lon);
  gtk_widget_set_visible (self->clear_button, editable && (differs || lon.type == KLASTER_VALUE_REAL));
  gtk_widget_set_visible (self->place_button, editable && n_ids == 1);
  if (n_ids == 1)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->place_button), "x", ids[0]);
  if (!klaster_text_field_is_pending (field))
    gtk_widget_set_visible (self->note, FALSE);
}

static void
clear_cb (KlasterPositionRow *self)
{
  static const guint columns[] = { KLASTER_INSTITUTION_LON, KLASTER_INSTITUTION_LAT };
  const KlasterValue values[2] = { KLASTER_NULL, KLASTER_NULL };

  klaster_text_field_revert (KLASTER_TEXT_FIELD (self));
  klaster_form_set_values (klaster_field_row_get_form (KLASTER_FIELD_ROW (self)), columns, values, 2, NULL, NULL);
  gtk_widget_grab_focus (klaster_text_row_get_entry (KLASTER_TEXT_ROW (self)));
}

static void
klaster_position_row_class_init (KlasterPositionRowClass *klass)
{
  KlasterTextFieldClass *field_class = KLASTER_TEXT_FIELD_CLASS (klass);

  field_class->format = klaster_position_row_format;
  field_class->validate = klaster_position_row_validate;
  field_class->write = klaster_position_row_write;
  field_class->present = klaster_position_row_present;
}

static void
klaster_position_row_init (KlasterPositionRow *self)
{
  self->note = gtk_label_new (_("Longitude came first: read the other way round."));
  gtk_label_set_xalign (GTK_LABEL (self->note), 0);
  gtk_label_set_wrap (GTK_LABEL (self->note), TRUE);
  gtk_widget_add_css_class (self->note, "caption");
  gtk_widget_add_css_class (self->note, "dim-label");
  gtk_widget_set_visible (self->note, FALSE);
  klaster_field_row_add_note (KLASTER_FIELD_ROW (self), self->note);

  self->clear_button = gtk_button_new_from_icon_name ("edit-clear-symbolic");
  klaster_set_tooltip (self->clear_button, _("Position unknown"));
  gtk_widget_add_css_class (self->clear_button, "flat");
  g_signal_connect_object (self->clear_button, "clicked", G_CALLBACK (clear_cb), self, G_CONNECT_SWAPPED);
  klaster_field_row_add_suffix (KLASTER_FIELD_ROW (self), self->clear_button);

  self->place_button = gtk_button_new_from_icon_name ("mark-location-symbolic");
  klaster_set_tooltip (self->place_button, _("Place on the map"));
  gtk_widget_add_css_class (self->place_button, "flat");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->place_button), "x", (gint64) 0);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->place_button), "win.place-on-map");
  klaster_field_row_add_suffix (KLASTER_FIELD_ROW (self), self->place_button);
}
