/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/extra_opts.h"

#include "common/base/array.h"
#include "plugins/front/file.h"
#include "plugins/front/section.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const file_names[] = {
	"monitoring-plugins.ini", "plugins.ini", "nagios-plugins.ini"};

static const char *const usual_files[] = {
	"/usr/local/etc/monitoring-plugins/monitoring-plugins.ini",
	"/usr/local/etc/monitoring-plugins.ini",
	"/etc/monitoring-plugins/monitoring-plugins.ini",
	"/etc/monitoring-plugins.ini",
	"/usr/local/etc/nagios/plugins.ini",
	"/usr/local/etc/nagios-plugins/nagios-plugins.ini",
	"/usr/local/etc/nagios-plugins.ini",
	"/etc/nagios/plugins.ini",
	"/etc/nagios-plugins/nagios-plugins.ini",
	"/etc/nagios-plugins.ini",
};

static bool find_in_path(const char *path, char ret_name[PATH_MAX])
{
	while (path && *path) {
		size_t len = strcspn(path, ":");

		for (size_t i = 0; len && i < OA_LENGTH(file_names); i++) {
			int need = snprintf(ret_name, PATH_MAX, "%.*s/%s", (int)len,
				path, file_names[i]);

			if (need < PATH_MAX && access(ret_name, F_OK) == 0)
				return true;
		}
		path += len;
		path += *path == ':';
	}
	return false;
}

static bool find_file(const struct oa_ini_places *places, char ret_name[PATH_MAX])
{
	if (places->file && *places->file) {
		snprintf(ret_name, PATH_MAX, "%s", places->file);
		return true;
	}
	if (find_in_path(places->path, ret_name))
		return true;
	for (size_t i = 0; i < OA_LENGTH(usual_files); i++)
		if (access(usual_files[i], F_OK) == 0) {
			snprintf(ret_name, PATH_MAX, "%s", usual_files[i]);
			return true;
		}
	return false;
}

static int read_file(const char *name, struct oa_settings *ret_settings,
	struct oa_file *ret_file, struct oa_error *err)
{
	FILE *stream;
	int status;

	if (oa_file_open(name, ret_file, err) < 0)
		return -1;
	stream = fdopen(ret_file->fd, "r");
	if (!stream) {
		oa_file_close(ret_file);
		return oa_fail(err, OA_LAYER_SYSTEM, errno, "%s", strerror(errno));
	}
	status = oa_settings_read(stream, ret_settings, err);
	fclose(stream);
	return status < 0 ? oa_fail_context(err, "%s", name) : 0;
}

int oa_extra_opts_read(const char *spec, const struct oa_program *program,
	const struct oa_ini_places *places, struct oa_arguments *arguments,
	struct oa_report *report, struct oa_error *err)
{
	size_t len = spec ? strcspn(spec, "@") : 0;
	char section[128], name[PATH_MAX];
	struct oa_settings settings;
	struct oa_file file;
	bool has_secret = false;
	int status = 0;

	if (len >= sizeof(section))
		return oa_fail(err, OA_LAYER_USAGE, 0, "--extra-opts: too long");
	snprintf(section, sizeof(section), "%.*s", (int)len, spec ? spec : "");
	if (!len)
		snprintf(section, sizeof(section), "%s", program->name);
	if (spec && spec[len] && spec[len + 1])
		snprintf(name, sizeof(name), "%s", spec + len + 1);
	else if (!find_file(places, name))
		return oa_fail(err, OA_LAYER_FILE, ENOENT,
			"ini file: none in the usual places");
	if (read_file(name, &settings, &file, err) < 0)
		return -1;
	if (len && !oa_settings_has_section(&settings, section))
		status = oa_fail(err, OA_LAYER_FILE, 0,
			"%s: section [%s] is missing or empty", name, section);
	else
		status = oa_section_take(&settings, section, name, program->groups,
			arguments, &has_secret, err);
	if (has_secret && (file.is_open_to_group || file.is_open_to_others))
		oa_report_ok(report, OA_HOP_MONITOR, NULL, -1,
			"note: %s holds a password and is open to %s (chmod 600)", name,
			file.is_open_to_others ? "everybody" : "its group");
	oa_settings_free(&settings);
	return status;
}
