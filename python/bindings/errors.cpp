#include "errors.h"

#include "bindings.h"
#include "placement/error.h"
#include "placement/lint.h"
#include "placement/scenario.h"
#include "placement/schema.h"
#include "placement/sweep.h"

namespace placement::python {

namespace {

template <typename... Arguments>
void raise(const char* name, Arguments&&... arguments) {
    const py::object type = py::module_::import("placement._errors").attr(name);
    const py::object error = type(std::forward<Arguments>(arguments)...);
    PyErr_SetObject(type.ptr(), error.ptr());
}

void raise_input_error(const char* name, const InputError& error) {
    raise(name, to_str(error.file()), error.position().line, error.position().column, to_str(error.message()));
}

void translate(std::exception_ptr thrown) {
    try {
        if (thrown) std::rethrow_exception(thrown);
    } catch (const SchemaError& error) {
        raise_input_error("SchemaError", error);
    } catch (const InputError& error) {
        raise_input_error("CibError", error);
    } catch (const OtherInputError& error) {
        raise_input_error("InputError", error.error());
    } catch (const NotSupported& error) {
        raise("NotSupported", to_str(error.what()), error.position().line, error.position().column);
    } catch (const UnknownName& error) {
        raise("UnknownName", to_str(error.what()));
    } catch (const ImpossibleEvent& error) {
        raise("ImpossibleEvent", to_str(error.what()));
    } catch (const TooManyRuns& error) {
        raise("TooManyRuns", to_str(error.what()), error.runs());
    } catch (const TooMuchToRun& error) {
        raise("TooMuchToRun", to_str(error.what()));
    } catch (const LimitReached& error) {
        raise("LimitReached", to_str(error.what()));
    } catch (const InvalidArgument& error) {
        raise("InvalidValue", to_str(error.what()));
    }
}

} // namespace

py::str to_str(std::string_view text) {
    PyObject* const made = PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "backslashreplace");
    if (made == nullptr) throw py::error_already_set();
    return py::reinterpret_steal<py::str>(made);
}

void add_errors(py::module_&) { py::register_local_exception_translator(translate); }

} // namespace placement::python
